/**
 * The same wrappers for payers, who have no session: a token in the address is their right. The module that issues tokens gives the
 * resolver, because the edge lies below it: `export const { payerCtx, payerAction, payerFeed } = payerEdge(resolvePayerLink)`.
 */
import { notFound } from 'next/navigation';
import type { z } from 'zod';
import { originOf } from '@/lib/identity';
import type { InstitutionId, PayerId } from '@/lib/kernel/ids';
import { err } from '@/lib/kernel/result';
import { makeCtx, type Ctx, type Origin } from '@/lib/platform/ctx';
import { answer, refuse, type Action, type ActionOptions, type Command } from './action';
import { answerFeed, problem, type Feed, type Query } from './feed';
import { requestOrigin } from './request';
import { withTyped } from './typed';

export interface PayerScope {
  readonly institutionId: InstitutionId;
  readonly payerId: PayerId;
}
/** Whose bills a token opens; null when it is unknown, expired or revoked (all alike). */
export type PayerResolver = (token: string) => Promise<PayerScope | null>;

const TOKEN_MAX = 300;
const TOKEN_FIELD = 'token';

export interface PayerEdge {
  /** First line of a payer's page: the context, or "not there". */
  payerCtx(token: string): Promise<Ctx>;
  /** A Server Action whose form or object carries `token`; the command sees the rest of the input and a payer's context. */
  payerAction<S extends z.ZodType, T>(
    schema: S,
    command: Command<z.output<S>, T>,
    options: ActionOptions<z.output<S>, T>,
  ): Action<z.input<S>, T>;
  /** A feed whose address carries `token` (path or query). */
  payerFeed<S extends z.ZodType, T>(schema: S, query: Query<z.output<S>, T>): Feed;
}

export function payerEdge(resolve: PayerResolver): PayerEdge {
  const ctxOf = async (token: unknown, origin: Origin): Promise<Ctx | null> => {
    if (typeof token !== 'string' || token.length === 0 || token.length > TOKEN_MAX) return null;
    const scope = await resolve(token);
    return scope && makeCtx({ kind: 'payer', payerId: scope.payerId }, scope.institutionId, { origin });
  };
  return {
    async payerCtx(token) {
      return (await ctxOf(token, await requestOrigin())) ?? notFound();
    },
    payerAction: (schema, command, options) =>
      (async (...args: readonly unknown[]) => {
        const received = args[args.length - 1];
        const ctx = await ctxOf(tokenIn(received), await requestOrigin());
        return withTyped(ctx ? await answer(ctx, schema, command, options, received) : await refuse(err('edge.not-found'), '-'), received);
      }) as never,
    payerFeed: (schema, query) => async (request, context) => {
      const params = await context?.params;
      const token = params?.[TOKEN_FIELD] ?? new URL(request.url).searchParams.get(TOKEN_FIELD);
      const ctx = await ctxOf(
        token,
        originOf((name) => request.headers.get(name)),
      );
      return ctx ? answerFeed(ctx, schema, query, request, context) : problem(err('edge.not-found'), '-');
    },
  };
}

function tokenIn(received: unknown): unknown {
  if (received instanceof FormData) return received.get(TOKEN_FIELD);
  return typeof received === 'object' && received !== null && TOKEN_FIELD in received ? received[TOKEN_FIELD] : undefined;
}
