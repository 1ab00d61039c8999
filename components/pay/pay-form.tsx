'use client';

import { createContext, type ReactNode, useActionState } from 'react';
import type { ActionState } from '@/lib/edge/model';

export type PayAction = (previous: ActionState<unknown>, form: FormData) => Promise<ActionState<unknown>>;

type ByField = Readonly<Record<string, string>>;
/** Field → what is wrong with it, in the reader's language, and what had been typed. `PayField` below the form reads it. */
export const Answered = createContext<{ readonly wrong: ByField; readonly typed: ByField }>({ wrong: {}, typed: {} });

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
 * A form of the payer's pages, with its refusal above it: cause, then the next step. The answer writes it anew, without a script: `useActionState` is
 * what hands the answer to the server's own rendering, and is the only reason why this file is a client's.
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
      <Answered value={{ wrong: refusal?.fields ?? {}, typed: refusal?.typed ?? {} }}>{children}</Answered>
    </form>
  );
}
