/** One operation of the console's API: the shape of its input and the command or query it is handed to. */
import type { z } from 'zod';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';

export interface Operation {
  run(ctx: Ctx, received: unknown): Promise<Result<unknown>>;
}

/** A command answers a Result; a query a view, or null for "not there". */
export function operation<S extends z.ZodType>(schema: S, run: (ctx: Ctx, input: z.output<S>) => Promise<unknown>): Operation {
  return {
    async run(ctx, received) {
      const parsed = schema.safeParse(received);
      if (!parsed.success) return err('edge.invalid-input', {}, Object.fromEntries(parsed.error.issues.map((i) => [i.path.join('.'), i.code])));
      const answer = await run(ctx, parsed.data);
      if (answer === null || answer === undefined) return err('edge.not-found');
      return isResult(answer) ? answer : ok(answer);
    },
  };
}

const isResult = (value: unknown): value is Result<unknown> =>
  typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean' && ('value' in value || 'error' in value);
