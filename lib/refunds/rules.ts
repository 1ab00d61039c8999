/** Pure decisions about refunds: what a channel's contract allows, how an amount falls back on bills, what the bank's word means. */
import type { Capabilities, RefundFact, RefundOutcome } from '@/lib/channels';
import { allocate, money, type Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { DAY_MS, plusMs, toIso, type Instant } from '@/lib/kernel/time';
import type { RefundFailure } from './errors';
import type { RefundEvent, RefundState } from './machine';

export interface EarlierRefund {
  readonly status: RefundState;
  readonly requestedAt: Instant;
}

/** The channel's published rules with what the institution's contract adds. */
export interface RefundPolicy extends Pick<Capabilities['refund'], 'windowDays' | 'partial' | 'maxCount' | 'minIntervalMs' | 'asynchronous'> {
  /** On the day of the payment only the whole amount may go back. */
  readonly sameDayFullOnly: boolean;
  /** The bank asks for the settlement date of the payment: before it is known nothing can go back. */
  readonly needsSettleDate: boolean;
}

export interface PolicyQuestion {
  readonly amountMinor: bigint;
  readonly paidMinor: bigint;
  readonly leftMinor: bigint;
  readonly paidAt: Instant;
  readonly now: Instant;
  /** Whether now is still the day of the payment, in the institution's zone. */
  readonly sameDay: boolean;
  /** Whether the payment's settlement date is known. */
  readonly settled: boolean;
  readonly earlier: readonly EarlierRefund[];
}

/** Whether the channel would take this refund, checked before anybody is asked to approve it. First refusal in a fixed order. */
export function checkPolicy(policy: RefundPolicy, q: PolicyQuestion): Result<true, RefundFailure> {
  const counted = q.earlier.filter((r) => r.status !== 'rejected' && r.status !== 'failed');
  const ends = plusMs(q.paidAt, policy.windowDays * DAY_MS);
  if (q.now > ends) return err('refunds.window-over', { days: policy.windowDays, ended: toIso(ends) });
  if (q.amountMinor > q.leftMinor) return err('refunds.too-much', { leftMinor: q.leftMinor.toString() });
  if (!policy.partial && q.amountMinor !== q.paidMinor) return err('refunds.partial-not-allowed', { paidMinor: q.paidMinor.toString() });
  if (policy.sameDayFullOnly && q.sameDay && q.amountMinor !== q.paidMinor) return err('refunds.same-day-full-only', { paidMinor: q.paidMinor.toString() });
  if (policy.needsSettleDate && !q.settled) return err('refunds.not-settled-yet');
  if (policy.maxCount !== null && counted.length >= policy.maxCount) return err('refunds.count-used-up', { count: policy.maxCount });
  const last = Math.max(0, ...counted.map((r) => r.requestedAt));
  if (last > 0 && q.now - last < policy.minIntervalMs) return err('refunds.too-soon', { seconds: Math.ceil((last + policy.minIntervalMs - q.now) / 1_000) });
  return ok(true);
}

/** Splits a refund over the payment's bills in proportion to what each still has of it; no bill gives back more than it got. */
export function splitOverBills<B extends { readonly leftMinor: bigint }>(
  bills: readonly B[], amountMinor: bigint, currency: Currency,
): { readonly bill: B; readonly amountMinor: bigint }[] {
  const parts = allocate(money(amountMinor, currency), bills.map((b) => b.leftMinor));
  return bills.map((bill, i) => ({ bill, amountMinor: parts[i]!.minor })).filter((p) => p.amountMinor > 0n);
}

/** What is done next about a refund after the bank's word. */
export interface RefundDecision {
  readonly event: RefundEvent | null;
  readonly code: string | null;
  readonly cause: string | null;
  readonly channelRefundNo: string | null;
  /** Null: nobody has to be asked any more. */
  readonly askAgain: boolean;
}

const next = (event: RefundEvent | null, askAgain: boolean, more: Partial<RefundDecision> = {}): RefundDecision =>
  ({ event, askAgain, code: null, cause: null, channelRefundNo: null, ...more });

/** The answer to "please refund". */
export function decideSent(status: RefundState, outcome: RefundOutcome): RefundDecision {
  if (status !== 'executing') return next(null, false);
  switch (outcome.certainty) {
    case 'succeeded': return next('succeed', false, { channelRefundNo: outcome.channelRefundNo });
    case 'accepted': return next(null, true, { channelRefundNo: outcome.channelRefundNo ?? null });
    case 'declined': return next('fail', false, { code: outcome.code, cause: outcome.cause });
    case 'not-sent': return next('not-send', true, { code: outcome.code, cause: outcome.cause });
    case 'unknown': return next('lose-sight', true, { code: outcome.code, cause: outcome.cause });
  }
}

/** "Not found" this young may only mean "not yet". */
export const NOT_FOUND_GRACE_MS = 60_000;

/**
 * The bank's word about a refund we told it of, from a callback, an inquiry or a statement. `amountMinor`: what we asked for; another amount is not
 * believed. `send` as the event: the bank certainly has nothing under this number, so the same number may be sent again.
 */
export function decideFact(refund: { status: RefundState; amountMinor: bigint; executedAt: Instant | null }, fact: RefundFact, now: Instant): RefundDecision {
  const open = refund.status === 'executing' || refund.status === 'unknown' || refund.status === 'approved';
  switch (fact.state) {
    case 'succeeded':
      if (!open) return next(null, false);
      if (fact.amount.minor !== refund.amountMinor) return next(refund.status === 'executing' ? 'lose-sight' : null, true, { code: 'amount-differs', cause: 'other' });
      return next('succeed', false, { channelRefundNo: fact.channelRefundNo });
    case 'processing': return next(refund.status === 'unknown' ? 'accept' : null, open, { channelRefundNo: fact.channelRefundNo ?? null });
    case 'failed': case 'abnormal': case 'closed':
      if (refund.status === 'succeeded') return next('return', false, { code: fact.code, cause: fact.cause });
      return open ? next('fail', false, { code: fact.code, cause: fact.cause }) : next(null, false);
    case 'not-found': {
      const young = refund.executedAt === null || now - refund.executedAt < NOT_FOUND_GRACE_MS;
      // Marked, and then its process died before the bank was told: what nobody has seen for so long is unknown, and may be sent again after the next look.
      if (refund.status === 'executing' && !young) return next('lose-sight', true, { code: 'not-found', cause: null });
      return refund.status === 'unknown' && !young ? next('send', true, { code: 'not-found', cause: null }) : next(null, open);
    }
    case 'unknown': return next(null, open, { code: fact.code, cause: fact.cause });
  }
}

const SCHEDULE_MS = [2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000] as const;
/** Delay before inquiry number `tries + 1`; the last one repeats for ever. */
export const refundInquiryDelayMs = (tries: number): number => SCHEDULE_MS[Math.min(tries, SCHEDULE_MS.length - 1)]!;
