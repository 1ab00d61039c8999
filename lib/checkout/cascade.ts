/**
 * What follows the bank's first answer. Where the channel was the reason and the order certainly is nowhere, the next channel of the plan
 * is asked within a small budget; a payer's own reasons (balance, card, cancelled) and everything unclear end it at once.
 */
import type { ChannelCode, Method } from '@/lib/channels/port';
import type { BillId, PaymentId } from '@/lib/kernel/ids';
import { carryOut, openNextAttempt, type PaymentDeps, type Submitted } from '@/lib/payments';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { decideRoute } from '@/lib/routing';
import { halfOpenChannels, nextWay, owedBills, routeOf, routeRequestOf } from './intake';
import { CHANNEL_SIDE, type PayAnswer } from './model';

/** A payer waits in front of the page; after this long they are told and choose themselves. */
export const CASCADE_BUDGET_MS = 2_000;

export interface CascadeStart {
  readonly paymentId: PaymentId;
  readonly billIds: readonly BillId[];
  readonly amountMinor: bigint;
  /** What the payer chose: only channels serving it are tried unasked. */
  readonly method: Method | 'any';
  readonly channel: ChannelCode;
  readonly submitted: Submitted;
}

/** Whether another channel may be asked without asking the payer. Certain, and the channel's fault. */
export const mayCascade = (submitted: Submitted): boolean =>
  submitted.outcome === 'not-sent' || (submitted.outcome === 'declined' && CHANNEL_SIDE.some((cause) => cause === submitted.cause));

export async function cascade(ctx: Ctx, deps: PaymentDeps, start: CascadeStart): Promise<PayAnswer> {
  const began = deps.clock.now();
  const tried: ChannelCode[] = [start.channel];
  let { submitted } = start;
  while (mayCascade(submitted) && deps.clock.now() - began < CASCADE_BUDGET_MS) {
    const next = await openOnNext(ctx, deps, start, tried);
    if (!next) break;
    tried.push(next.channel);
    submitted = await next.submit();
  }
  return answerOf(ctx, deps, start, tried, submitted);
}

async function openOnNext(ctx: Ctx, deps: PaymentDeps, start: CascadeStart, tried: readonly ChannelCode[]) {
  const { request, document } = await decideFor(ctx, deps, start, start.method, tried);
  const halfOpen = await halfOpenChannels(ctx.institutionId, deps);
  const channel = document.plan.find((c) => !halfOpen.has(c));
  const route = routeOf(document, channel ?? null, { asked: start.method, allowed: request.allowedMethods });
  if (!route) return null;
  const opened = await openNextAttempt(deps, ctx.institutionId, { paymentId: start.paymentId, route, actor: actorName(ctx.actor) });
  if (!opened.ok) return null;
  const { file, attempt } = opened.value;
  return { channel: route.channel, submit: () => carryOut(deps, ctx.institutionId, file.payment, attempt) };
}

/** The router's word for a payment that exists already, leaving out channels that refused it. */
export async function decideFor(
  ctx: Ctx,
  deps: PaymentDeps,
  payment: Pick<CascadeStart, 'paymentId' | 'billIds' | 'amountMinor'>,
  method: string,
  tried: readonly string[],
) {
  const owed = await withTx(ctx, (tx) => owedBills(tx, payment.billIds));
  const request = routeRequestOf([...owed.values()], { key: payment.paymentId, amountMinor: payment.amountMinor, method, tried });
  return { request, document: await decideRoute(ctx, deps.clock, request) };
}

async function answerOf(
  ctx: Ctx,
  deps: PaymentDeps,
  start: CascadeStart,
  tried: readonly ChannelCode[],
  submitted: Submitted,
): Promise<PayAnswer> {
  const base = {
    paymentId: start.paymentId,
    resumed: false,
    present: submitted.present,
    channel: tried[tried.length - 1]!,
    cause: submitted.cause,
    next: null,
  };
  switch (submitted.outcome) {
    case 'accepted':
      return { ...base, step: 'hand-over' };
    // `already`: a callback or the sweeper knew more; `unknown`: nothing is certain. The outcome page follows both.
    case 'already':
    case 'unknown':
      return { ...base, step: 'confirming' };
    case 'declined':
    case 'not-sent': {
      const { document } = await decideFor(ctx, deps, start, 'any', tried);
      return { ...base, step: 'choose-another', next: nextWay(document, tried) };
    }
  }
}
