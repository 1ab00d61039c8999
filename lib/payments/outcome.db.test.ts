import { beforeEach, describe, expect, it } from 'vitest';
import type { BillId } from '@/lib/kernel/ids';
import { applyChannelOutcomes } from './commands/apply-channel-outcomes';
import { cancelPayment } from './commands/cancel-payment';
import { decideSuspenseItem } from './commands/decide-suspense-item';
import { startPayments } from './commands/start-payments';
import { sweepInquiries } from './commands/sweep-inquiries';
import { must } from '@/lib/kernel/result';
import { checkIntegrity } from '@/lib/ledger';
import { systemCtx } from '@/lib/platform/ctx';
import { getPaymentStatus } from './payment-detail';
import { listSuspense } from './queries';
import { billIds, ctxAs, foundHousehold, paid, routeTo } from './payments.fixtures';
import { clock, deps, gateway, home, openDesk, moveTo, system, director, accepted, statusOf, soundBooks, rows } from './desk.fixtures';

beforeEach(openDesk);

describe('learning the outcome', () => {
  it('a callback credits every bill, posts the ledger once, frees the holds', async () => {
    const { paymentId, attempt } = await accepted();
    const [result] = await applyChannelOutcomes(deps, home.institutionId, [paid('wechat', attempt.orderNo, 15_700n, clock.now())]);
    expect(result).toMatchObject({ outcome: 'credited', status: 'succeeded', paymentId });
    const detail = await statusOf(paymentId);
    expect(detail.allocations.map((a) => a.amount.minor).sort()).toEqual(['10000', '5000', '700'].sort());
    expect(detail.vouchers).toHaveLength(1);
    expect(detail.vouchers[0]!.lines.map((l) => [l.code, l.debit?.minor ?? null, l.credit?.minor ?? null])).toEqual([
      ['1012.wechat', '15700', null],
      ['1122', null, '15700'],
    ]);
    expect(await rows((tx) => tx.bill_hold.count())).toBe(0);
    expect((await rows((tx) => tx.bill.findMany({ orderBy: { number: 'asc' } }))).map((b) => [b.status, b.paid_minor])).toEqual([
      ['paid', 10_000n],
      ['paid', 5_000n],
      ['paid', 700n],
    ]);
    expect((await rows((tx) => tx.bill_transition.findMany())).map((t) => `${t.from_state} ${t.event} ${t.to_state}`)).toEqual(
      Array(3).fill('issued pay-full paid'),
    );
    expect(await rows((tx) => tx.inquiry_due.count({ where: { institution_id: home.institutionId } }))).toBe(0);
    await soundBooks();
  });

  it('the same fact 40 times at once, from callback, query and statement, is one posting', async () => {
    const { attempt } = await accepted();
    const sources = ['callback', 'query', 'statement'] as const;
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        applyChannelOutcomes(deps, home.institutionId, [
          paid('wechat', attempt.orderNo, 15_700n, clock.now(), { source: sources[i % 3]! }),
        ]),
      ),
    );
    expect(results.flat().filter((r) => r.outcome === 'credited')).toHaveLength(1);
    expect(results.flat().filter((r) => r.outcome === 'already')).toHaveLength(39);
    expect(await rows((tx) => tx.journal_entry.count({ where: { kind: 'payment-succeeded' } }))).toBe(1);
    await soundBooks();
  });

  it('another amount is held for a person; the payment stays unknown; deciding ends it', async () => {
    const { paymentId, attempt } = await accepted();
    const wrong = paid('wechat', attempt.orderNo, 15_699n, clock.now());
    const results = await applyChannelOutcomes(deps, home.institutionId, [wrong, wrong, { ...wrong, source: 'query', tries: 3 }]);
    expect(results.map((r) => r.outcome)).toEqual(['waiting', 'waiting', 'suspense']);
    expect(await statusOf(paymentId)).toMatchObject({ payment: { status: 'unknown' }, attempts: [{ status: 'unknown' }] });
    const payer = ctxAs({ kind: 'payer', payerId: home.payerId }, home.institutionId, clock);
    expect((await getPaymentStatus(payer, paymentId))!.step).toBe('held');
    await soundBooks();
    const [item] = (await listSuspense(director())).rows;
    expect(item).toMatchObject({ kind: 'amount-differs', amount: { minor: '15699' }, status: 'held' });
    const [a, b, c] = billIds(home) as [BillId, BillId, BillId];
    const credit = {
      suspenseId: item!.id as never,
      reason: 'payer typed it',
      choice: {
        do: 'credit' as const,
        bills: [
          { billId: a, amountMinor: 10_000n },
          { billId: b, amountMinor: 4_999n },
          { billId: c, amountMinor: 700n },
        ],
      },
    };
    expect(await decideSuspenseItem(deps, director('accountant'), credit)).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    expect(
      await decideSuspenseItem(deps, director(), { ...credit, choice: { do: 'credit', bills: [{ billId: a, amountMinor: 10_000n }] } }),
    ).toMatchObject({ ok: false, error: { code: 'payments.suspense-does-not-fit' } });
    const twice = await Promise.all([decideSuspenseItem(deps, director(), credit), decideSuspenseItem(deps, director(), credit)]);
    expect(twice.filter((r) => r.ok)).toHaveLength(1);
    expect(twice.find((r) => !r.ok)).toMatchObject({ error: { code: 'payments.suspense-decided' } });
    expect((await statusOf(paymentId)).payment.status).toBe('closed');
    expect((await rows((tx) => tx.bill.findMany({ orderBy: { number: 'asc' } }))).map((x) => x.status)).toEqual([
      'paid',
      'part-paid',
      'paid',
    ]);
    await soundBooks();
  });

  it('a callback of another amount is not believed: the bank is asked at once, and its word is credited', async () => {
    const { paymentId, attempt } = await accepted();
    await applyChannelOutcomes(deps, home.institutionId, [paid('wechat', attempt.orderNo, 15_699n, clock.now())]);
    expect(await statusOf(paymentId)).toMatchObject({ payment: { status: 'unknown' }, attempts: [{ status: 'unknown', code: 'amount-in-doubt' }] });
    expect((await listSuspense(director())).rows).toEqual([]);
    gateway.answers.query = paid('wechat', attempt.orderNo, 15_700n, clock.now()).fact;
    await sweepInquiries(deps);
    expect((await statusOf(paymentId)).payment.status).toBe('succeeded');
    await soundBooks();
  });

  it('an order number of another institution, or of nobody, is not found: its money is held where it arrived', async () => {
    const { attempt } = await accepted();
    const other = await foundHousehold(clock, [100n]);
    const foreign = paid('wechat', attempt.orderNo, 15_700n, clock.now());
    const results = await Promise.all([1, 2, 3].map(() => applyChannelOutcomes(deps, other.institutionId, [foreign])));
    expect(
      results
        .flat()
        .map((r) => r.outcome)
        .sort(),
    ).toEqual(['already', 'already', 'suspense']);
    expect(await rows((tx) => tx.payment.findFirst())).toMatchObject({ status: 'submitted', captured_minor: 0n });
    const closed = await applyChannelOutcomes(deps, other.institutionId, [{ ...foreign, fact: { state: 'closed' } }]);
    expect(closed[0]).toMatchObject({ outcome: 'unknown-order', paymentId: null });
    expect((await checkIntegrity(systemCtx('test', other.institutionId, { clock }))).filter((c) => !c.ok)).toEqual([]);
  });

  it('money for an order that was closed credits its payment late; where the bills are paid it is held as a duplicate or late', async () => {
    const first = await accepted('k1');
    await applyChannelOutcomes(deps, home.institutionId, [
      { ...paid('wechat', first.attempt.orderNo, 15_700n, clock.now()), fact: { state: 'closed' } },
    ]);
    expect((await statusOf(first.paymentId)).payment.status).toBe('closed');
    const second = await accepted('k2');
    await applyChannelOutcomes(deps, home.institutionId, [paid('wechat', second.attempt.orderNo, 15_700n, clock.now())]);
    const late = await applyChannelOutcomes(deps, home.institutionId, [paid('wechat', first.attempt.orderNo, 15_700n, clock.now())]);
    expect(late[0]).toMatchObject({ outcome: 'suspense', suspense: { kind: 'late' } });
    await soundBooks();
    const again = await foundHousehold(clock, [300n]);
    moveTo(again);
    const third = await accepted('k1');
    await cancelPayment(deps, home.institutionId, { paymentId: third.paymentId, actor: 'payer' });
    const back = await applyChannelOutcomes(deps, home.institutionId, [paid('wechat', third.attempt.orderNo, 300n, clock.now())]);
    expect(back[0]).toMatchObject({ outcome: 'credited', status: 'succeeded' });
    await soundBooks();
  });

  it('a batch of many orders is decided item by item and written once', async () => {
    moveTo(
      await foundHousehold(
        clock,
        Array.from({ length: 60 }, (_, i) => BigInt(100 + i)),
      ),
    );
    const starts = await startPayments(
      deps,
      billIds(home).map((id, i) => ({ ctx: system(), idempotencyKey: `n${i}`, billIds: [id], route: routeTo('wechat') })),
    );
    const facts = starts.map((s, i) => paid('wechat', must(s).attempt!.orderNo, BigInt(100 + i), clock.now()));
    const results = await applyChannelOutcomes(deps, home.institutionId, [...facts, ...facts.slice(0, 10)]);
    expect(results.filter((r) => r.outcome === 'credited')).toHaveLength(60);
    expect(results.slice(60).every((r) => r.outcome === 'already')).toBe(true);
    await soundBooks();
  });
});
