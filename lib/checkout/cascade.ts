/**
 * What follows the bank's first answer. Where the channel was the reason and the order certainly is nowhere, the next channel of the plan
 * is asked within a small budget; a payer's own reasons (balance, card, cancelled) and everything unclear end it at once.
 */
import type { ChannelCode, Method } from '@/lib/channels/port';
import type { BillId, PaymentId } from '@/lib/kernel/ids';
import { carryOut, openNextAttempt, type PaymentDeps, type Submitted } from '@/lib/payments';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { claimTrial, decideRoute, needsTrial, paymentFacts, reserveWay } from '@/lib/routing';
import { nextWay, owedBills, routeOf, routeRequestOf } from './intake';
import { CASCADE_BUDGET_MS, mayCascade, type PayAnswer } from './model';

export interface CascadeStart {
  readonly paymentId: PaymentId;
  readonly billIds: readonly BillId[];
  readonly amountMinor: bigint;
  /** What the payer chose: only channels serving it are tried unasked. */
  readonly method: Method | 'any';
  readonly channel: ChannelCode;
  readonly submitted: Submitted;
}

export async function cascade(ctx: Ctx, deps: PaymentDeps, start: CascadeStart): Promise<PayAnswer> {
  const began = deps.clock.now();
  const tried: ChannelCode[] = [start.channel];
  let { submitted } = start;
  // An order that was not answered is closed at its bank first; only when that is certain does the next one open.
  while ((mayCascade(submitted) || submitted.outcome === 'unknown') && deps.clock.now() - began < CASCADE_BUDGET_MS) {
    const next = await openOnNext(ctx, deps, start, tried);
    if (!next) break;
    tried.push(next.channel);
    submitted = await next.submit();
  }
  return answerOf(ctx, deps, start, tried, submitted);
}

async function openOnNext(ctx: Ctx, deps: PaymentDeps, start: CascadeStart, tried: readonly ChannelCode[]) {
  const { request, document } = await decideFor(ctx, deps, start, start.method, tried);
  const free = document.plan.filter((c) => !needsTrial(document, c));
  const first = free.length > 0 ? free : document.plan.slice(0, 1);
  const channel = await reserveWay(ctx, deps.clock, { key: start.paymentId, amountMinor: start.amountMinor }, first);
  if (channel && needsTrial(document, channel) && !(await withTx(ctx, (tx) => claimTrial(tx, deps.clock, channel, start.paymentId)))) return null;
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
  const bills = [...owed.values()];
  const wish = { key: payment.paymentId, amountMinor: payment.amountMinor, method, tried };
  const request = routeRequestOf(bills, wish, await paymentFacts(ctx, bills));
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
