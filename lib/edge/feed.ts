/** GET-only JSON for TanStack Query: polling, paging, filters. Never cached, never a write, refusals as problem+json. */
import type { z } from 'zod';
import { cookiesOf, originOf, sessionCtx, sessionOf } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { failureView } from './failure-view';
import { guarded } from './guarded';
import { parseInput } from './input';
import type { Problem } from './model';
import { statusOf } from './problem';

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export type RouteContext = { readonly params: Promise<Readonly<Record<string, string | string[] | undefined>>> };
export type Feed = (request: Request, context?: RouteContext) => Promise<Response>;
export type Query<In, T> = (ctx: Ctx, input: In) => Promise<T | Result<T>>;

/** `export const GET = consoleFeed(schema, listPayments)`: address parameters and path parameters make the input. */
export function consoleFeed<S extends z.ZodType, T>(schema: S, query: Query<z.output<S>, T>): Feed {
  return async (request, context) => {
    const session = await sessionOf(cookiesOf(request.headers.get('cookie')));
    if (!session) return problem(err('identity.signed-out'), '-');
    return answerFeed(
      sessionCtx(
        session,
        originOf((name) => request.headers.get(name)),
      ),
      schema,
      query,
      request,
      context,
    );
  };
}

export async function answerFeed<S extends z.ZodType, T>(
  ctx: Ctx,
  schema: S,
  query: Query<z.output<S>, T>,
  request: Request,
  context?: RouteContext,
): Promise<Response> {
  const { searchParams, pathname } = new URL(request.url);
  for (const [name, value] of Object.entries((await context?.params) ?? {})) {
    if (typeof value === 'string') searchParams.set(name, value);
  }
  const parsed = await parseInput(schema, searchParams);
  if (!parsed.ok) return problem(parsed, ctx.requestId);
  const run = async () => asResult(await query(ctx, parsed.value));
  const result = await guarded(ctx, { action: 'feed.read', subjectKind: 'address', subjectId: pathname }, run, () => undefined);
  return result.ok ? json(result.value, 200, 'application/json') : problem(result, ctx.requestId);
}

/** A query answers a view, a `Result`, or null for "not there". */
function asResult<T>(value: T | Result<T>): Result<T> {
  if (value === null || value === undefined) return err('edge.not-found');
  if (typeof value === 'object' && 'ok' in value && typeof value.ok === 'boolean' && ('error' in value || 'value' in value))
    return value as Result<T>;
  return ok(value as T);
}

export async function problem(result: { readonly error: Parameters<typeof failureView>[0] }, reference: string): Promise<Response> {
  const { code, message, fields } = await failureView(result.error, reference);
  const status = statusOf(code);
  const body: Problem = { type: 'about:blank', status, code, title: message, reference, ...(Object.keys(fields).length > 0 && { fields }) };
  return json(body, status, 'application/problem+json');
}

/** Bigints travel as decimal text, like every amount. */
export function json(value: unknown, status: number, type: string): Response {
  const body = JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? v.toString() : v));
  return new Response(body, { status, headers: { ...HEADERS, 'content-type': `${type}; charset=utf-8` } });
}
