'use client';

import { createContext, type ReactNode, useActionState } from 'react';
import type { ActionState } from '@/lib/edge/model';

export type PayAction = (previous: ActionState<unknown>, form: FormData) => Promise<ActionState<unknown>>;

/** Field → what is wrong with it, in the reader's language. `PayField` below the form reads it. */
export const WrongFields = createContext<Readonly<Record<string, string>>>({});

export interface PayFormProps {
  action: PayAction;
  hidden?: readonly (readonly [string, string])[];
  /** "Reference", before the number that is quoted to support when something failed on our side. */
  reference: string;
  /** Said when the act is done and the page stays. */
  done?: string;
  className?: string;
  children: ReactNode;
}

/**
 * A form of the payer's pages, with its refusal above it: cause, then the next step. Works without JavaScript. It takes its words and class
 * names from the server and imports nothing of the kit, because every line here is downloaded by a phone.
 */
export function PayForm({ action, hidden = [], reference, done, className = 'grid gap-4', children }: PayFormProps) {
  const [state, send] = useActionState(action, null);
  const refusal = state?.ok === false ? state.error : null;
  const [, cause = refusal?.message, advice] = /^(.*?(?:。|[.!?](?=\s)))\s*(.+)$/s.exec(refusal?.message ?? '') ?? [];
  return (
    <form action={send} className={className}>
      {state?.ok && done !== undefined && (
        <p role="status" className="rounded-md border border-line bg-good-soft px-4 py-3 font-semibold text-good">
          ● {done}
        </p>
      )}
      {refusal && (
        <div role="alert" className="rounded-md border border-line bg-wrong-soft px-4 py-3">
          <p className="font-semibold text-wrong">
            <span aria-hidden>■ </span>
            {cause}
          </p>
          {advice && <p>{advice}</p>}
          {refusal.code === 'edge.unexpected' && (
            <p className="text-13 text-ink-2">
              {reference} <code className="font-mono">{refusal.reference}</code>
            </p>
          )}
        </div>
      )}
      {hidden.map(([name, value]) => (
        <input key={name + value} type="hidden" name={name} value={value} />
      ))}
      <WrongFields value={refusal?.fields ?? {}}>{children}</WrongFields>
    </form>
  );
}
