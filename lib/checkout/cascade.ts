/**
 * What follows the bank's first answer. Where the channel was the reason and the order certainly is nowhere, the next channel of the plan
 * is asked within a small budget; a payer's own reasons (balance, card, cancelled) and everything unclear end it at once.
 */
import { CAPABILITIES, isChannelCode } from '@/lib/channels/model';
import type { ChannelCode, Method } from '@/lib/channels/port';
import type { AttemptId, BillId, InstitutionId, PaymentId } from '@/lib/kernel/ids';
import type { Instant } from '@/lib/kernel/time';
import { carryOut, openNextAttempt, type PaymentDeps, type Submitted } from '@/lib/payments';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { errorText } from '@/lib/platform/log';
import { withTx } from '@/lib/platform/tx';
import { within } from '@/lib/platform/within';
import { claimTrial, decideRoute, methodsServed, needsTrial, paymentFacts, reserveWay, standByMs } from '@/lib/routing';
import type { DecisionDocument } from '@/lib/routing/model';
import { nextWay, owedBills, routeOf, routeRequestOf } from './intake';
import { CASCADE_BUDGET_MS, mayCascade, type PayAnswer } from './model';

export interface CascadeStart {
  readonly paymentId: PaymentId;
  readonly billIds: readonly BillId[];
  readonly amountMinor: bigint;
  /** What the payer chose: only channels serving it are tried unasked. */
  readonly method: Method | 'any';
  readonly channel: ChannelCode;
  /** The order that `submitted` is about. */
  readonly attemptId: AttemptId;
  readonly submitted: Submitted;
  /** The payer's click. */
  readonly clickedAt: Instant;
}

/** The payer is told when the time is over; a step that is under way then is finished behind the page, which follows the payment. */
export async function cascade(ctx: Ctx, deps: PaymentDeps, start: CascadeStart): Promise<PayAnswer> {
  const going: Going = { tried: [start.channel], attemptId: start.attemptId, submitted: start.submitted };
  if (!goesOn(going.submitted)) return answerOf(ctx, deps, start, going);
  const all = tryNext(ctx, deps, start, going);
  const leftMs = () => Math.max(0, start.clickedAt + CASCADE_BUDGET_MS - deps.clock.now());
  // The clock decides, not the timer: a simulated one stands still while a busy machine works.
  let done = await within(all, leftMs());
  while (done === null && leftMs() > 0) done = await within(all, leftMs());
  if (done === null) {
    all.catch((error: unknown) => deps.log.warn('checkout.cascade-broke', { payment: start.paymentId, error: errorText(error) }));
    return answerOf(ctx, deps, start, { ...going, submitted: { outcome: 'unknown', present: null, code: null, cause: null } });
  }
  return answerOf(ctx, deps, start, going);
}

interface Going {
  readonly tried: ChannelCode[];
  attemptId: AttemptId;
  submitted: Submitted;
}

const goesOn = (submitted: Submitted): boolean => mayCascade(submitted) || submitted.outcome === 'unknown';

async function tryNext(ctx: Ctx, deps: PaymentDeps, start: CascadeStart, going: Going): Promise<true> {
  // An order that was not answered and that somebody could pay is closed at its bank first; only when that is certain does the next one open.
  while (goesOn(going.submitted) && deps.clock.now() - start.clickedAt < CASCADE_BUDGET_MS) {
    const next = await openOnNext(ctx, deps, start, going);
    if (next) {
      going.tried.push(next.channel);
      going.attemptId = next.attemptId;
    }
    // Nothing else may be tried: what the slow bank says after all is worth the rest of the time.
    const leftMs = start.clickedAt + CASCADE_BUDGET_MS - deps.clock.now();
    const told: Submitted | null = next ? await next.submit() : going.submitted.late ? await within(going.submitted.late, Math.max(0, leftMs)) : null;
    if (!told) break;
    going.submitted = told;
  }
  return true;
}

async function openOnNext(ctx: Ctx, deps: PaymentDeps, start: CascadeStart, { tried, attemptId }: Going) {
  const { request, document } = await decideFor(ctx, deps, start, start.method, tried);
  const free = document.plan.filter((c) => !needsTrial(document, c));
  const first = free.length > 0 ? free : document.plan.slice(0, 1);
  const { channel } = await reserveWay(ctx, deps.clock, { key: start.paymentId, amountMinor: start.amountMinor }, first);
  if (channel && needsTrial(document, channel) && !(await withTx(ctx, (tx) => claimTrial(tx, deps.clock, channel, start.paymentId)))) return null;
  const route = routeOf(document, channel, { asked: start.method, allowed: request.allowedMethods });
  if (!route) return null;
  const opened = await openNextAttempt(deps, ctx.institutionId, {
    paymentId: start.paymentId, route, actor: actorName(ctx.actor), leaving: attemptId,
  });
  if (!opened.ok) return null;
  const { file, attempt } = opened.value;
  const leftMs = start.clickedAt + CASCADE_BUDGET_MS - deps.clock.now();
  const waitMs = waitFor(ctx.institutionId, document, { channel: route.channel, tried, leftMs });
  return { channel: route.channel, attemptId: attempt.id, submit: () => carryOut(deps, ctx.institutionId, file.payment, attempt, waitMs) };
}

/** How long the payer waits for one channel: only while another one of the decision stands by is there a reason not to wait to the end. */
export function waitFor(
  institutionId: InstitutionId,
  document: DecisionDocument,
  at: { readonly channel: ChannelCode; readonly tried: readonly string[]; readonly leftMs: number; readonly method?: Method | 'any' },
): number | undefined {
  const { method = 'any' } = at;
  const serves = (c: string) => method === 'any' || (isChannelCode(c) && methodsServed(CAPABILITIES[c].method).includes(method));
  const standsBy = document.plan.some((c) => c !== at.channel && !at.tried.includes(c) && !needsTrial(document, c) && serves(c));
  return standsBy ? standByMs(institutionId, at.channel, at.leftMs) : undefined;
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
  { tried, submitted }: Going,
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
