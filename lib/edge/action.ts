/**
 * The wrapper of every Server Action. An action is a public endpoint: whoever can send bytes can call it, so it goes
 * session → context → parse → command, and whatever happens its answer is safe to show. Next checks the request's origin; the cookie
 * is SameSite=Lax.
 */
import { revalidatePath } from 'next/cache';
import { redirect, unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { sessionCtx } from '@/lib/identity';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { failureView } from './failure-view';
import { guarded } from './guarded';
import { parseInput } from './input';
import type { ActionResult, ActionState } from './model';
import { getSession, requestOrigin } from './request';

export interface ActionOptions<In, T> {
  /** Noun, then verb (`refund.request`): what the audit calls a refused try. */
  readonly action: string;
  readonly subject?: (input: In) => { readonly kind: string; readonly id: string };
  /** Addresses whose page shows something else now. */
  readonly revalidate?: (value: T, input: In) => readonly string[];
  /** Where the browser goes after success. */
  readonly redirectTo?: (value: T, input: In) => string;
}

/** Call it with an object or a form, or hand it to `useActionState(action, null)`. */
export interface Action<Raw, T> {
  (input: Raw | FormData): Promise<ActionResult<T>>;
  (previous: ActionState<T>, form: FormData): Promise<ActionState<T>>;
}

export type Command<In, T> = (ctx: Ctx, input: In) => Promise<Result<T>>;

export function consoleAction<S extends z.ZodType, T>(
  schema: S, command: Command<z.output<S>, T>, options: ActionOptions<z.output<S>, T>,
): Action<z.input<S>, T> {
  return (async (...args: readonly unknown[]) => {
    const session = await getSession();
    if (!session) return refuse(err('identity.signed-out'), '-');
    return answer(sessionCtx(session, await requestOrigin()), schema, command, options, args[args.length - 1]);
  }) as Action<z.input<S>, T>;
}

/** The rest of the way, shared with payer actions: parse, run, translate, then revalidate and redirect. */
export async function answer<S extends z.ZodType, T>(
  ctx: Ctx, schema: S, command: Command<z.output<S>, T>, options: ActionOptions<z.output<S>, T>, received: unknown,
): Promise<ActionResult<T>> {
  const parsed = await parseInput(schema, received);
  if (!parsed.ok) return refuse(parsed, ctx.requestId);
  const subject = options.subject?.(parsed.value);
  const act = { action: options.action, ...(subject && { subjectKind: subject.kind, subjectId: subject.id }) };
  const result = await guarded(ctx, act, () => command(ctx, parsed.value), unstable_rethrow);
  if (!result.ok) return refuse(result, ctx.requestId);
  for (const path of options.revalidate?.(result.value, parsed.value) ?? []) revalidatePath(path);
  if (options.redirectTo) redirect(options.redirectTo(result.value, parsed.value));
  return ok(result.value);
}

export async function refuse(result: { readonly error: Failure }, reference: string): Promise<ActionResult<never>> {
  return { ok: false, error: await failureView(result.error, reference) };
}
