import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ACCOUNTS } from '@/lib/ledger';
import { CAPABILITIES } from '@/lib/channels';
import { instantOf } from '@/lib/kernel/time';
import type { BusinessDate, Instant } from '@/lib/kernel/time';
import { dayOfRow, daysCovered, isNearCut, spanOfDay } from './days';
import { decidedEntry, settledEntry } from './postings';
import { ProbablySeen } from './probably-seen';
import { causeOfDifference, classifyLine, decideConfirm, decideWriteOff, differenceOf, nextActionOf, type CaseFacts, type LeftLine } from './rules';

const side = (change: Partial<NonNullable<LeftLine['side']>> = {}): NonNullable<LeftLine['side']> =>
  ({ amountMinor: 100n, currency: 'CNY', status: 'succeeded', matchedWith: null, matchedAmountMinor: null, ...change });
const line = (change: Partial<LeftLine> = {}): LeftLine => ({ amountMinor: 100n, feeMinor: null, currency: 'CNY', number: 'A', refund: false, hint: null, originalKnown: false, side: null, ...change });
const facts = (change: Partial<CaseFacts> = {}): CaseFacts =>
  ({ reason: 'amount-differs', status: 'open', direction: 'credit', bankMinor: 1_000n, ourMinor: 900n, proposedBy: null, ...change });

describe('classifying', () => {
  it('every way a line can be left over has one reason', () => {
    const reason = (l: LeftLine) => { const v = classifyLine(l); return v.kind === 'case' ? `${v.reason} ${v.cause}` : v.kind; };
    expect(reason(line())).toBe('missing-here not-our-number');
    expect(reason(line({ number: null }))).toBe('missing-here no-number');
    expect(reason(line({ side: side({ amountMinor: 90n }) }))).toBe('amount-differs bank-has-more');
    expect(reason(line({ side: side({ currency: 'USD' }) }))).toBe('amount-differs currency-differs');
    expect(reason(line({ side: side({ status: 'closed' }) }))).toBe('state-differs order-ended');
    expect(reason(line({ side: side({ status: 'accepted' }) }))).toBe('state-differs order-waits');
    expect(reason(line({ refund: true, side: side({ status: 'unknown' }) }))).toBe('state-differs refund-waits');
    expect(reason(line({ side: side({ matchedWith: 'this-file', matchedAmountMinor: 100n }) }))).toBe('duplicate listed-twice');
    expect(reason(line({ side: side({ matchedWith: 'another-file', matchedAmountMinor: 100n }) }))).toBe('repeated');
    expect(reason(line({ side: side({ matchedWith: 'another-file', matchedAmountMinor: 99n }) }))).toBe('duplicate listed-twice');
  });

  it('names the likely cause of a difference', () => {
    expect(causeOfDifference(994n, 1_000n, 6n)).toBe('fee-kept-back');
    expect(causeOfDifference(1_820n, 1_280n, null)).toBe('digits-swapped');
    expect(causeOfDifference(1_290n, 1_280n, 8n)).toBe('bank-has-more');
    expect(causeOfDifference(1_270n, 1_280n, 8n)).toBe('bank-has-less');
  });
});

const is = (me: string) => (proposer: string) => proposer === me;

describe('deciding', () => {
  it('a refund the bank paid too much of is a shortage, not a surplus', () => {
    expect(differenceOf(facts({ direction: 'debit' }))).toBe(-100n);
    expect(differenceOf(facts({ bankMinor: null }))).toBe(-900n);
  });

  it('the limits lie exactly where they are said to lie, on both sides of zero', () => {
    for (const direction of ['credit', 'debit'] as const) {
      const by = (minor: bigint) => facts({ direction, bankMinor: minor, ourMinor: 0n });
      expect([decideWriteOff(by(1_000n)).ok, decideWriteOff(by(1_001n)).ok]).toEqual([true, false]);
      expect(decideConfirm(by(499_999n), is('a'))).toMatchObject({ ok: true, value: { kind: 'done' } });
      expect(decideConfirm(by(500_000n), is('a'))).toMatchObject({ ok: true, value: { kind: 'proposed' } });
    }
    const proposed = facts({ bankMinor: 500_000n, ourMinor: 0n, status: 'proposed', proposedBy: 'a' });
    expect([decideConfirm(proposed, is('a')).ok, decideConfirm(proposed, is('b')).ok]).toEqual([false, true]);
  });

  it('what is only late cannot be decided, and says so', () => {
    expect(decideConfirm(facts({ reason: 'not-yet' }), is('a'))).toMatchObject({ ok: false, error: { code: 'reconciliation.still-waiting' } });
    expect(nextActionOf(facts({ reason: 'not-yet' }), 3)).toBe('wait');
    expect(nextActionOf(facts({ status: 'confirmed' }), 3)).toBe('none');
  });
});

describe('books', () => {
  const head = { key: 'k', at: 0 as Instant, subjectKind: 's', subjectId: 'i', channel: 'wechat', memo: '' };
  const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });

  it('whatever is decided balances, and clearing loses exactly what we had booked', () => {
    fc.assert(fc.property(amount, amount, amount, fc.boolean(), (bankMinor, feeMinor, ourMinor, credit) => {
      const entry = decidedEntry(head, { currency: 'CNY', direction: credit ? 'credit' : 'debit', bankMinor, feeMinor, ourMinor });
      const clearing = (entry?.lines ?? []).filter((l) => l.account === ACCOUNTS.clearing('wechat')).reduce((sum, l) => sum + l.amountMinor, 0n);
      expect((entry?.lines ?? []).reduce((sum, l) => sum + l.amountMinor, 0n)).toBe(0n);
      expect(clearing).toBe(credit ? -ourMinor : ourMinor);
    }));
  });

  it('whatever a run settles balances', () => {
    fc.assert(fc.property(amount, amount, amount, amount, (paymentsMinor, paymentFeesMinor, refundsMinor, refundFeesMinor) => {
      const entry = settledEntry(head, { currency: 'CNY', paymentsMinor, paymentFeesMinor, refundsMinor, refundFeesMinor: -refundFeesMinor });
      expect((entry?.lines ?? []).reduce((sum, l) => sum + l.amountMinor, 0n)).toBe(0n);
    }));
  });
});

describe('days', () => {
  it('the channel\'s cut and the bank\'s own settlement day decide', () => {
    expect(dayOfRow({ settleDate: null, tradeTime: '2026-11-21 23:00:00' }, '24:00')).toBe('2026-11-21');
    expect(dayOfRow({ settleDate: null, tradeTime: '2026-11-21 23:00:00' }, '23:00')).toBe('2026-11-22');
    expect(dayOfRow({ settleDate: null, tradeTime: '2026-11-30 22:59:59' }, '23:00')).toBe('2026-11-30');
    expect(dayOfRow({ settleDate: '2026-11-20', tradeTime: '2026-11-21 23:00:00' }, '23:00')).toBe('2026-11-20');
  });

  it('a straggler after midnight does not make a file answer for the next day', () => {
    expect(daysCovered(new Map([['2026-11-21', 400], ['2026-11-22', 3]]))).toEqual(['2026-11-21']);
    expect(daysCovered(new Map([['2026-11-22', 300], ['2026-11-21', 400]]))).toEqual(['2026-11-21', '2026-11-22']);
    expect(daysCovered(new Map())).toEqual([]);
  });

  it('near the cut is the last half hour of the channel\'s own day', () => {
    const cut = CAPABILITIES.unionpay.statement;
    const at = (time: string) => instantOf('2026-11-21' as BusinessDate, time, 'Asia/Shanghai');
    expect([isNearCut(at('22:29:59'), '2026-11-21' as BusinessDate, cut), isNearCut(at('22:30:00'), '2026-11-21' as BusinessDate, cut)]).toEqual([false, true]);
    expect(spanOfDay('2026-11-21' as BusinessDate, cut).to).toBe(at('23:00:00'));
  });
});

it('a number that came before is never taken for new', () => {
  fc.assert(fc.property(fc.array(fc.string({ maxLength: 12 }), { maxLength: 200 }), (numbers) => {
    const seen = new ProbablySeen(1 << 20);
    const known = new Set<string>();
    for (const number of numbers) {
      const said = seen.has(number);
      if (known.has(number)) expect(said).toBe(true);
      known.add(number);
    }
  }), { numRuns: 10 });
});
