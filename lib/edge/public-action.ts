/** Server Actions for people who are nobody yet: signing in, accepting an invitation, looking up a bill. */
import { redirect, unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import type { Visitor } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import type { Origin } from '@/lib/platform/ctx';
import { createLog, errorText } from '@/lib/platform/log';
import { refuse, type Action } from './action';
import { parseInput } from './input';
import { requestOrigin } from './request';
import { withTyped } from './typed';

export function makeVisitor(origin: Origin): Visitor {
  const ports = { clock: systemClock, random: systemRandom };
  const requestId = newId('request', ports);
  return { ...ports, origin, requestId, log: createLog({ requestId }) };
}

export interface PublicActionOptions<In, T> {
  /** Noun, then verb: what the log calls it. There is no institution yet whose audit could keep a refusal. */
  readonly action: string;
  readonly redirectTo?: (value: T, input: In) => string;
  /** Fields that a refused form gets back as they were typed. */
  readonly keeps?: readonly string[];
}

/** Like `consoleAction`, without a session: the command gets a visitor (clock, randomness, origin, log) instead of a context. */
export function publicAction<S extends z.ZodType, T>(
  schema: S, command: (visitor: Visitor, input: z.output<S>) => Promise<Result<T>>, options: PublicActionOptions<z.output<S>, T>,
): Action<z.input<S>, T> {
  return (async (...args: readonly unknown[]) => {
    const visitor = makeVisitor(await requestOrigin());
    const received = args[args.length - 1];
    const refused = async (why: { readonly error: Failure }) => withTyped<T>(await refuse(why, visitor.requestId), received, options.keeps ?? []);
    const parsed = await parseInput(schema, received);
    if (!parsed.ok) return refused(parsed);
    let result: Result<T, Failure>;
    try {
      result = await command(visitor, parsed.value);
    } catch (error) {
      unstable_rethrow(error);
      visitor.log.error('edge.unexpected', { action: options.action, error: errorText(error) });
      result = err('edge.unexpected');
    }
    if (!result.ok) return refused(result);
    if (options.redirectTo) redirect(options.redirectTo(result.value, parsed.value));
    return ok(result.value);
  }) as Action<z.input<S>, T>;
}
