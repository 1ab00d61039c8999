import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '@/lib/kernel/money';
import { can } from '@/lib/kernel/machine';
import { DAY_MS, instant } from '@/lib/kernel/time';
import type { RefundFact, RefundOutcome } from '@/lib/channels';
import { CAPABILITIES } from '@/lib/channels/model';
import { refundMachine, type RefundState } from './machine';
import { checkPolicy, decideFact, decideSent, NOT_FOUND_GRACE_MS, splitOverBills } from './rules';

const now = instant(1_800_000_000_000);
const policy = { ...CAPABILITIES.wechat.refund, windowDays: 10, maxCount: 2, minIntervalMs: 60_000, partial: true, sameDayFullOnly: false, needsSettleDate: false };
const question = { amountMinor: 10n, paidMinor: 100n, leftMinor: 50n, paidAt: instant(now - DAY_MS), now, earlier: [], sameDay: false, settled: true };

describe('the channel’s refund rules', () => {
  it('are kept before anybody is asked to approve', () => {
    expect(checkPolicy(policy, question)).toEqual({ ok: true, value: true });
    const refusals = [
      [{ paidAt: instant(now - 11 * DAY_MS) }, 'refunds.window-over'], [{ amountMinor: 51n }, 'refunds.too-much'],
      [{ earlier: [{ status: 'succeeded', requestedAt: instant(0) }, { status: 'unknown', requestedAt: instant(1) }] }, 'refunds.count-used-up'],
      [{ earlier: [{ status: 'succeeded', requestedAt: instant(now - 1_000) }] }, 'refunds.too-soon'],
    ] as const;
    for (const [change, code] of refusals) expect(checkPolicy(policy, { ...question, ...change } as typeof question)).toMatchObject({ error: { code } });
    const strict = { ...policy, sameDayFullOnly: true, needsSettleDate: true };
    expect(checkPolicy(strict, question).ok).toBe(true);
    expect(checkPolicy(strict, { ...question, sameDay: true })).toMatchObject({ error: { code: 'refunds.same-day-full-only' } });
    expect(checkPolicy(strict, { ...question, sameDay: true, amountMinor: 100n, leftMinor: 100n }).ok).toBe(true);
    expect(checkPolicy(strict, { ...question, settled: false })).toMatchObject({ error: { code: 'refunds.not-settled-yet' } });
    expect(checkPolicy({ ...policy, partial: false }, question)).toMatchObject({ error: { code: 'refunds.partial-not-allowed' } });
  });

  it('do not count what was rejected or failed', () => {
    const earlier = (['rejected', 'failed', 'rejected'] as RefundState[]).map((status) => ({ status, requestedAt: instant(now - 1) }));
    expect(checkPolicy(policy, { ...question, earlier }).ok).toBe(true);
  });
});

describe('a refund over several bills', () => {
  it('adds up to the refund and takes from no bill more than it has', () => {
    fc.assert(fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 }), fc.bigInt({ min: 1n, max: 10n ** 10n }), (lefts, wanted) => {
      const total = lefts.reduce((a, b) => a + b, 0n);
      fc.pre(total > 0n);
      const amount = wanted > total ? total : wanted;
      const parts = splitOverBills(lefts.map((leftMinor) => ({ leftMinor })), amount, 'CNY');
      expect(parts.reduce((sum, p) => sum + p.amountMinor, 0n)).toBe(amount);
      for (const p of parts) expect(p.amountMinor <= p.bill.leftMinor && p.amountMinor > 0n).toBe(true);
    }));
  });
});

describe('the bank’s word', () => {
  const facts: RefundFact[] = [
    { state: 'succeeded', amount: money(10n, 'CNY'), channelRefundNo: 'x', at: now }, { state: 'succeeded', amount: money(11n, 'CNY'), channelRefundNo: 'x', at: now },
    { state: 'processing' }, { state: 'failed', code: 'x', cause: 'other' }, { state: 'abnormal', code: 'x', cause: 'other' },
    { state: 'closed', code: 'x', cause: 'other' }, { state: 'not-found' }, { state: 'unknown', code: 'x', cause: 'network' },
  ];

  it('never asks the machine for an illegal step, in any state: the full matrix', () => {
    for (const status of refundMachine.states) for (const fact of facts) for (const executedAt of [null, now, instant(now - 2 * NOT_FOUND_GRACE_MS)]) {
      const { event } = decideFact({ status, amountMinor: 10n, executedAt }, fact, now);
      if (event) expect(can(refundMachine, status, event), `${status} ${fact.state} → ${event}`).toBe(true);
    }
  });

  it('makes nothing failed out of silence', () => {
    for (const status of ['executing', 'unknown'] as const) {
      for (const fact of facts.filter((f) => f.state === 'not-found' || f.state === 'unknown' || f.state === 'processing')) {
        const decision = decideFact({ status, amountMinor: 10n, executedAt: instant(0) }, fact, now);
        expect(decision.event).not.toBe('fail');
        expect(decision.askAgain).toBe(true);
      }
    }
    expect(decideSent('executing', { certainty: 'unknown', code: 'timeout', cause: 'network' })).toMatchObject({ event: 'lose-sight', askAgain: true });
  });

  it('of another amount than ours is not believed', () => {
    expect(decideFact({ status: 'executing', amountMinor: 10n, executedAt: now }, facts[1]!, now)).toMatchObject({ event: 'lose-sight', code: 'amount-differs' });
  });

  it('comes too late to change an end, except that money came back', () => {
    for (const fact of facts) expect(decideFact({ status: 'failed', amountMinor: 10n, executedAt: now }, fact, now).event).toBeNull();
    expect(decideFact({ status: 'succeeded', amountMinor: 10n, executedAt: now }, facts[3]!, now).event).toBe('return');
    const answers: RefundOutcome[] = [{ certainty: 'accepted' }, { certainty: 'declined', code: 'x', cause: 'other', message: '' }];
    for (const answer of answers) expect(decideSent('succeeded', answer).event).toBeNull();
  });
});
