import { beforeEach, describe, expect, it } from 'vitest';
import type { BillId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { checkIntegrity } from '@/lib/ledger';
import { systemCtx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { applyChannelOutcomes } from './commands/apply-channel-outcomes';
import { cancelPayment } from './commands/cancel-payment';
import { confirmManually } from './commands/confirm-manually';
import { decideSuspenseItem } from './commands/decide-suspense-item';
import { issueReceipts } from './commands/issue-receipts';
import { openNextAttempt } from './commands/open-next-attempt';
import { startPayments, type Started } from './commands/start-payments';
import { carryOut } from './commands/submit-attempt';
import { sweepInquiries } from './commands/sweep-inquiries';
import type { PaymentDeps } from './deps';
import { findReceipt, getPaymentStatus, paymentDetail } from './payment-detail';
import {
  billIds,
  ctxAs,
  foundHousehold,
  paid,
  routeTo,
  staff,
  testClock,
  testDeps,
  toldGateway,
  type Household,
  type TestClock,
  type ToldGateway,
} from './payments.fixtures';
import { createPgStore } from './pg-store';
import { listPayments, listSuspense } from './queries';
import { finishRefund, holdRefund } from './refund-marks';
import type { Attempt } from './rows';

let clock: TestClock;
let gateway: ToldGateway;
let deps: PaymentDeps;
let home: Household;

beforeEach(async () => {
  clock = testClock();
  gateway = toldGateway();
  deps = testDeps(createPgStore(clock), clock, gateway);
  home = await foundHousehold(clock, [10_000n, 5_000n, 700n]);
  // The queue serves all institutions: what another test left would be swept here.
  await withPlatformTx((tx) => tx.inquiry_due.deleteMany());
});

const system = () => systemCtx('test', home.institutionId, { clock, random: deps.random, requestId: 'req_test' });
const director = (role = 'finance-manager') => ctxAs(staff(role), home.institutionId, clock);
const start = async (key: string, bills: readonly BillId[] = billIds(home), submit = true) =>
  (await startPayments(deps, [{ ctx: system(), idempotencyKey: key, billIds: bills, route: routeTo('wechat'), submit }]))[0]!;
async function started(key = 'k1', bills: readonly BillId[] = billIds(home)): Promise<Started & { attempt: Attempt }> {
  const value = must(await start(key, bills));
  return { ...value, attempt: value.attempt! };
}
async function accepted(key = 'k1', bills: readonly BillId[] = billIds(home)) {
  const value = await started(key, bills);
  await carryOut(deps, home.institutionId, { id: value.paymentId, subject: '保教费', payerIp: '' }, value.attempt);
  return value;
}
const statusOf = async (paymentId: string) => (await paymentDetail(director(), paymentId))!;
const soundBooks = async () => expect((await checkIntegrity(director())).filter((c) => !c.ok)).toEqual([]);
const rows = <T>(sql: (tx: Parameters<Parameters<typeof withTx>[1]>[0]) => Promise<T>) =>
  withTx({ institutionId: home.institutionId }, sql);

describe('starting', () => {
  it('50 simultaneous pays of one bill end in one payment', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => start(`click-${i}`, [billIds(home)[0]!])));
    const ids = new Set(answers.map((a) => must(a).paymentId));
    expect(ids.size).toBe(1);
    expect(answers.filter((a) => !must(a).resumed)).toHaveLength(1);
    expect(await rows((tx) => tx.payment.count())).toBe(1);
    expect(await rows((tx) => tx.payment_attempt.count())).toBe(1);
    await soundBooks();
  });

  it('50 simultaneous pays of overlapping bills never hold a bill twice', async () => {
    const [a, b, c] = billIds(home) as [BillId, BillId, BillId];
    const sets = [[a, b], [b, c], [c, a], [a], [b], [c], [a, b, c]];
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => start(`tab-${i}`, sets[i % sets.length]!)));
    expect(answers.every((x) => x.ok)).toBe(true);
    const parts = await rows((tx) => tx.payment_bill.findMany());
    expect(new Set(parts.map((p) => p.bill_id)).size).toBe(parts.length);
    await soundBooks();
  });

  it('one batch decides its items one after another: the second start of a bill resumes the first', async () => {
    const [first, second, third] = await startPayments(
      deps,
      ['a', 'b', 'c'].map((k) => ({
        ctx: system(),
        idempotencyKey: k,
        billIds: [billIds(home)[0]!],
        route: routeTo('wechat'),
        ...(k === 'c' && { expectedMinor: 1n }),
      })),
    );
    expect(must(first!).resumed).toBe(false);
    expect(must(second!)).toMatchObject({ resumed: true, paymentId: must(first!).paymentId });
    expect(must(third!).paymentId).toBe(must(first!).paymentId);
  });

  it('the same key answers the same payment; with another body it is a named failure', async () => {
    const first = must(await start('k1'));
    expect(must(await start('k1'))).toEqual({ paymentId: first.paymentId, resumed: true, attempt: null });
    expect(await start('k1', [billIds(home)[0]!])).toMatchObject({ ok: false, error: { code: 'payments.key-reused' } });
  });

  it('amounts come from the bills; what the payer saw is only compared', async () => {
    const request = { ctx: system(), idempotencyKey: 'k9', billIds: billIds(home), route: routeTo('wechat') };
    expect((await startPayments(deps, [{ ...request, expectedMinor: 15_699n }]))[0]).toMatchObject({
      ok: false,
      error: { code: 'payments.amount-changed' },
    });
    const ok = must((await startPayments(deps, [{ ...request, expectedMinor: 15_700n }]))[0]!);
    expect((await statusOf(ok.paymentId)).payment.amount).toEqual({ minor: '15700', currency: 'CNY' });
  });

  it('a bill of somebody else is not there, by payer and by institution', async () => {
    const stranger = ctxAs({ kind: 'payer', payerId: 'pyr_other' as Household['payerId'] }, home.institutionId, clock);
    const request = { idempotencyKey: 'k1', billIds: billIds(home), route: routeTo('wechat') };
    expect((await startPayments(deps, [{ ctx: stranger, ...request }]))[0]).toMatchObject({
      ok: false,
      error: { code: 'payments.bill-not-found' },
    });
    const other = await foundHousehold(clock, [100n]);
    const abroad = systemCtx('test', other.institutionId, { clock, random: deps.random });
    expect((await startPayments(deps, [{ ctx: abroad, ...request }]))[0]).toMatchObject({
      ok: false,
      error: { code: 'payments.bill-not-found' },
    });
  });

  it('a paid bill, a forbidden method and no bill are refused by name', async () => {
    const { attempt } = await accepted('k1', [billIds(home)[0]!]);
    await applyChannelOutcomes(deps, home.institutionId, [paid('wechat', attempt.orderNo, 10_000n, clock.now())]);
    expect(await start('k2', [billIds(home)[0]!])).toMatchObject({ ok: false, error: { code: 'payments.bill-already-paid' } });
    expect(await start('k3', [])).toMatchObject({ ok: false, error: { code: 'payments.no-bills' } });
    await rows((tx) => tx.$executeRaw`UPDATE bill SET methods = '["alipay"]'::jsonb`);
    expect(await start('k4', [billIds(home)[1]!])).toMatchObject({ ok: false, error: { code: 'payments.method-not-allowed' } });
  });
});

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
    expect(results.map((r) => r.outcome)).toEqual(['suspense', 'already', 'already']);
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
    home = again;
    const third = await accepted('k1');
    await cancelPayment(deps, home.institutionId, { paymentId: third.paymentId, actor: 'payer' });
    const back = await applyChannelOutcomes(deps, home.institutionId, [paid('wechat', third.attempt.orderNo, 300n, clock.now())]);
    expect(back[0]).toMatchObject({ outcome: 'credited', status: 'succeeded' });
    await soundBooks();
  });

  it('a batch of many orders is decided item by item and written once', async () => {
    home = await foundHousehold(
      clock,
      Array.from({ length: 60 }, (_, i) => BigInt(100 + i)),
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

describe('the bank does not answer', () => {
  const unclear = { certainty: 'unknown', code: 'TIMEOUT', cause: 'network', retry: 'query-first' } as const;

  it('a timeout is unknown, never failed; another way is refused until the bank made the first order dead', async () => {
    gateway.answers.create = unclear;
    const { paymentId, attempt } = await accepted();
    expect(await statusOf(paymentId)).toMatchObject({ payment: { status: 'unknown' }, attempts: [{ status: 'unknown', code: 'TIMEOUT' }] });
    gateway.answers.close = unclear;
    gateway.answers.query = { state: 'unknown', code: 'TIMEOUT', cause: 'network' };
    const refused = await openNextAttempt(deps, home.institutionId, { paymentId, route: routeTo('alipay'), actor: 'payer' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'payments.attempt-still-open' } });
    gateway.answers.close = { certainty: 'closed' };
    const next = must(await openNextAttempt(deps, home.institutionId, { paymentId, route: routeTo('alipay'), actor: 'payer' }));
    expect(next.attempt).toMatchObject({ seq: 2, channel: 'alipay', status: 'submitting' });
    expect((await statusOf(paymentId)).attempts.map((a) => a.status)).toEqual(['closed', 'submitting']);
    expect(gateway.calls.filter((c) => c === `close ${attempt.orderNo}`)).toHaveLength(2);
    await soundBooks();
  });

  it('killed between commit and bank call: the sweeper submits it; killed during the call: the sweeper asks the bank', async () => {
    const left = must(await start('k1', [billIds(home)[0]!], false));
    const during = await started('k2', [billIds(home)[1]!]);
    clock.pass(9_000);
    expect(await sweepInquiries(deps)).toMatchObject({ leased: 1, submitted: 1 });
    expect((await statusOf(left.paymentId)).attempts[0]).toMatchObject({ status: 'accepted' });
    clock.pass(4_000);
    gateway.answers.query = { state: 'not-found' };
    await sweepInquiries(deps);
    expect((await statusOf(during.paymentId)).attempts[0]).toMatchObject({ status: 'submitting' });
    gateway.answers.query = paid('wechat', during.attempt.orderNo, 5_000n, clock.now()).fact;
    clock.pass(10_000);
    await applyChannelOutcomes(deps, home.institutionId, []);
    await sweepInquiries(deps);
    expect((await statusOf(during.paymentId)).payment.status).toBe('succeeded');
  });

  it('a lost callback is found by asking within seconds, however often the query fails first', async () => {
    const { paymentId, attempt } = await accepted();
    gateway.answers.query = { state: 'unknown', code: 'TIMEOUT', cause: 'network' };
    let waitedMs = 0;
    const pass = async (ms: number) => {
      clock.pass(ms);
      waitedMs += ms;
      await sweepInquiries(deps);
    };
    await pass(4_000);
    gateway.answers.query = paid('wechat', attempt.orderNo, 15_700n, clock.now()).fact;
    while ((await statusOf(paymentId)).payment.status !== 'succeeded') await pass(1_000);
    expect(waitedMs).toBeLessThanOrEqual(10_000);
    await soundBooks();
  });

  it('an order past its end is closed at the bank before it is closed here', async () => {
    const { paymentId, attempt } = await accepted();
    clock.pass(31 * 60_000);
    gateway.answers.close = unclear;
    await sweepInquiries(deps);
    expect((await statusOf(paymentId)).payment.status).toBe('submitted');
    gateway.answers.close = { certainty: 'closed' };
    clock.pass(400_000);
    await sweepInquiries(deps);
    expect((await statusOf(paymentId)).payment.status).toBe('closed');
    expect(gateway.calls).toContain(`close ${attempt.orderNo}`);
    expect(await rows((tx) => tx.bill_hold.count())).toBe(0);
  });

  it('two sweepers never ask about one order at the same time', async () => {
    home = await foundHousehold(
      clock,
      Array.from({ length: 30 }, () => 100n),
    );
    const all = await startPayments(
      deps,
      billIds(home).map((id, i) => ({ ctx: system(), idempotencyKey: `n${i}`, billIds: [id], route: routeTo('wechat') })),
    );
    expect(all.every((a) => a.ok)).toBe(true);
    clock.pass(13_000);
    const reports = await Promise.all([1, 2, 3, 4].map(() => sweepInquiries(deps)));
    expect(reports.reduce((sum, r) => sum + r.asked, 0)).toBe(30);
    expect(new Set(gateway.calls).size).toBe(30);
  });

  it('an order the bank declined leaves the payment open for another way, and fails it when nobody chose one', async () => {
    gateway.answers.create = { certainty: 'declined', code: 'NOTENOUGH', cause: 'insufficient-balance', message: 'x' };
    const { paymentId } = await accepted();
    const payer = ctxAs({ kind: 'payer', payerId: home.payerId }, home.institutionId, clock);
    expect(await getPaymentStatus(payer, paymentId)).toMatchObject({
      step: 'choose-another',
      cause: 'insufficient-balance',
      status: 'submitted',
    });
    clock.pass(301_000);
    await sweepInquiries(deps);
    expect(await getPaymentStatus(payer, paymentId)).toMatchObject({ step: 'ended', status: 'failed' });
    expect(await rows((tx) => tx.bill_hold.count())).toBe(0);
    await soundBooks();
  });
});

describe('people and papers', () => {
  it("a confirmation by hand takes the normal way, and the bank's own word later completes it without counting twice", async () => {
    const { paymentId, attempt } = await accepted();
    const input = { paymentId, bankReference: 'BANK-1', amountMinor: 15_700n, paidAt: clock.now(), reason: 'statement of 22 November' };
    expect(await confirmManually(deps, director('accountant'), input)).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    expect(await confirmManually(deps, director(), { ...input, amountMinor: 1n })).toMatchObject({
      ok: false,
      error: { code: 'payments.amount-differs' },
    });
    expect(must(await confirmManually(deps, director(), input)).outcome).toBe('credited');
    expect(await confirmManually(deps, director(), input)).toMatchObject({ ok: false, error: { code: 'payments.already-paid' } });
    const [later] = await applyChannelOutcomes(deps, home.institutionId, [
      paid('wechat', attempt.orderNo, 15_700n, clock.now(), { tradeNo: 'REAL' }),
    ]);
    expect(later!.outcome).toBe('already');
    expect((await statusOf(paymentId)).attempts[0]!.channelTradeNo).toBe('REAL');
    expect(await rows((tx) => tx.audit_entry.count({ where: { action: 'payment.confirm' } }))).toBe(1);
    await soundBooks();
  });

  it('a receipt is issued once, and whoever holds its code can check it', async () => {
    const { paymentId, attempt } = await accepted();
    expect(await issueReceipts(deps, home.institutionId, [paymentId])).toEqual([]);
    await applyChannelOutcomes(deps, home.institutionId, [paid('wechat', attempt.orderNo, 15_700n, clock.now())]);
    const issued = await Promise.all([1, 2, 3].map(() => issueReceipts(deps, home.institutionId, [paymentId])));
    expect(issued.flat()).toHaveLength(1);
    expect(await findReceipt(issued.flat()[0]!.verifyCode)).toMatchObject({
      paymentId,
      amount: { minor: '15700' },
      institutionId: home.institutionId,
    });
    expect(await findReceipt('0'.repeat(25))).toBeNull();
  });

  it('50 refunds at once promise no more than was captured; a whole one reverses the payment', async () => {
    const { paymentId, attempt } = await accepted();
    await applyChannelOutcomes(deps, home.institutionId, [paid('wechat', attempt.orderNo, 15_700n, clock.now())]);
    const held = await Promise.all(
      Array.from({ length: 50 }, () => rows((tx) => holdRefund(tx, system(), { paymentId, amountMinor: 1_570n }))),
    );
    expect(held.filter((h) => h.ok)).toHaveLength(10);
    expect(held.find((h) => !h.ok)).toMatchObject({ error: { code: 'payments.refund-too-much', details: { leftMinor: '0' } } });
    for (let i = 0; i < 10; i++)
      await rows((tx) => finishRefund(tx, system(), { paymentId, amountMinor: 1_570n, succeeded: true, evidence: 'test' }));
    expect((await statusOf(paymentId)).payment.status).toBe('reversed');
  });

  it('lists are filtered, paged by keyset, and show nothing of other institutions', async () => {
    const { paymentId, attempt } = await accepted('k1', [billIds(home)[0]!]);
    clock.pass(1_000);
    const second = await accepted('k2', [billIds(home)[1]!]);
    const page = await listPayments(director(), { limit: 1 });
    expect(page.rows.map((r) => r.id)).toEqual([second.paymentId]);
    expect((await listPayments(director(), { limit: 1, cursor: page.nextCursor })).rows.map((r) => r.id)).toEqual([paymentId]);
    expect((await listPayments(director(), { search: attempt.orderNo })).rows.map((r) => r.id)).toEqual([paymentId]);
    const other = await foundHousehold(clock, [1n]);
    const abroad = ctxAs(staff('finance-manager'), other.institutionId, clock);
    expect((await listPayments(abroad)).rows).toEqual([]);
    expect(await paymentDetail(abroad, paymentId)).toBeNull();
    const stranger = ctxAs({ kind: 'payer', payerId: 'pyr_x' as Household['payerId'] }, home.institutionId, clock);
    expect(await getPaymentStatus(stranger, paymentId as never)).toBeNull();
  });
});
