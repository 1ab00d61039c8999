import { describe, expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { money } from '@/lib/kernel/money';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { withTx } from '@/lib/platform/tx';
import type { InstitutionId } from '@/lib/kernel/ids';
import type { RefundOutcome } from '@/lib/channels';
import { applyRefundEvidence, executeRefund, requestRefund, settleApproval, sweepRefunds } from './index';
import { paidBill, testBank, testClock, type PaidBill, type TestBank, type TestClock, behindItsBack } from './refunds.fixtures';

const chance = seededRandom(99);
let keys = 0;
const ask = (p: PaidBill, bank: TestBank, amountMinor: bigint, idempotencyKey = `key-of-test-${++keys}`) =>
  requestRefund(p.clerk, { paymentId: p.paymentId, amountMinor, reason: 'left', idempotencyKey }, bank.deps);

/** Everybody who must has signed: what the approvals module would have written. */
async function approve(p: PaidBill, clock: TestClock, refundId: string): Promise<void> {
  const manager = newId('user', { clock, random: chance });
  await withTx(p, async (tx) => {
    await tx.$executeRaw`INSERT INTO user_account (id, email, display_name, password_hash, status, created_at) VALUES (${manager}, ${`${manager.toLowerCase()}@x.test`}, 'm', '', 'active', now())`;
    await tx.$executeRaw`INSERT INTO membership (id, institution_id, user_id, roles, status, created_at) VALUES (${manager}, ${p.institutionId}, ${manager}, '{finance-manager}', 'active', now())`;
    await tx.$executeRaw`INSERT INTO approval_opinion (id, institution_id, approval_id, step, user_id, decision, reason, at, ip, device, step_up)
      SELECT a.id, a.institution_id, a.id, 0, ${manager}, 'approve', 'ok', a.requested_at, '', '', 'totp' FROM approval a WHERE a.subject_id = ${refundId}`;
    await tx.$executeRaw`UPDATE approval SET status = 'approved', decided_at = now() WHERE subject_id = ${refundId}`;
  });
  await settleApproval(p.institutionId, refundId, 'approved', { clock });
}

const paymentOf = (p: PaidBill) => withTx(p, (tx) => tx.payment.findUniqueOrThrow({ where: { id: p.paymentId } }));
const statusOf = (p: PaidBill, id: string) => withTx(p, async (tx) => (await tx.refund.findUniqueOrThrow({ where: { id } })).status);
const books = (p: PaidBill) => withTx(p, async (tx) => {
  const rows = await tx.$queryRaw<{ account_code: string; minor: bigint }[]>`SELECT account_code, sum(amount_minor)::bigint AS minor
    FROM ledger_posting p JOIN journal_entry e ON e.id = p.entry_id WHERE e.subject_kind = 'refund' GROUP BY 1 ORDER BY 1`;
  return Object.fromEntries(rows.map((r) => [r.account_code, r.minor]));
});
const paidBack = (minor: bigint): RefundOutcome => ({ certainty: 'succeeded', channelRefundNo: `R${minor}`, at: testClock().now() });

describe('refunds', () => {
  it('never promise more than was captured, however many ask at once', async () => {
    const clock = testClock();
    const p = await paidBill(clock, 100_00n, 'alipay');
    const bank = testBank(clock, 'alipay');
    const asked = await Promise.all(Array.from({ length: 50 }, () => ask(p, bank, 60_00n)));
    expect(asked.filter((r) => r.ok)).toHaveLength(1);
    expect(new Set(asked.filter((r) => !r.ok).map((r) => !r.ok && r.error.code))).toEqual(new Set(['refunds.too-much']));
    expect(await paymentOf(p)).toMatchObject({ refund_pending_minor: 60_00n, refunded_minor: 0n });
  });

  it('answer the same key with the same refund, and refuse it with another amount', async () => {
    const clock = testClock();
    const p = await paidBill(clock, 100_00n);
    const bank = testBank(clock);
    const [a, b] = await Promise.all([ask(p, bank, 10_00n, 'the-same-key'), ask(p, bank, 10_00n, 'the-same-key')]);
    expect(must(a).refundId).toBe(must(b).refundId);
    expect(await ask(p, bank, 11_00n, 'the-same-key')).toMatchObject({ ok: false, error: { code: 'refunds.key-reused' } });
  });

  it('are executed once, booked once and taken back from the bill', async () => {
    const clock = testClock();
    const p = await paidBill(clock, 100_00n);
    const bank = testBank(clock);
    const { refundId } = must(await ask(p, bank, 30_00n));
    await approve(p, clock, refundId);
    bank.answers = [paidBack(1n)];
    const runs = await Promise.all(Array.from({ length: 10 }, () => executeRefund(bank.deps, p.institutionId, refundId)));
    expect(runs.filter((r) => r === 'succeeded')).toHaveLength(1);
    expect(bank.told).toHaveLength(1);
    expect(await paymentOf(p)).toMatchObject({ refund_pending_minor: 0n, refunded_minor: 30_00n, status: 'succeeded' });
    expect(await withTx(p, (tx) => tx.bill.findUniqueOrThrow({ where: { id: p.billId } }))).toMatchObject({ refunded_minor: 30_00n });
    expect(await books(p)).toEqual({ '1012.wechat': -30_00n, '2241.refund': 0n, '6001.refund': 30_00n });
  });

  it('whose answer is unclear are asked about, and told again only under the same number and only when the bank has nothing', async () => {
    const clock = testClock();
    const p = await paidBill(clock, 100_00n);
    const bank = testBank(clock);
    const { refundId } = must(await ask(p, bank, 100_00n));
    await approve(p, clock, refundId);
    bank.answers = [{ certainty: 'unknown', code: 'timeout', cause: 'network' }];
    expect(await executeRefund(bank.deps, p.institutionId, refundId)).toBe('unknown');
    bank.facts = [{ state: 'not-found' }];
    clock.advance(3_000);
    await sweepRefunds(bank.deps);
    expect([await statusOf(p, refundId), bank.told.length]).toEqual(['unknown', 1]); // young: "not found" may mean "not yet"
    bank.facts = [{ state: 'not-found' }];
    bank.answers = [paidBack(2n)];
    clock.advance(120_000);
    await sweepRefunds(bank.deps);
    expect(await statusOf(p, refundId)).toBe('succeeded');
    expect(bank.told).toHaveLength(2);
    expect(new Set(bank.told).size).toBe(1);
    expect(await paymentOf(p)).toMatchObject({ status: 'reversed', refunded_minor: 100_00n });
  });

  it('that the bank paid although its answer was lost are found and not paid again', async () => {
    const clock = testClock();
    const p = await paidBill(clock, 100_00n, 'ccb');
    const bank = testBank(clock, 'ccb');
    const { refundId } = must(await ask(p, bank, 40_00n));
    await approve(p, clock, refundId);
    bank.answers = [{ certainty: 'unknown', code: 'timeout', cause: 'network' }];
    await executeRefund(bank.deps, p.institutionId, refundId);
    bank.facts = [{ state: 'succeeded', amount: money(40_00n, 'CNY'), channelRefundNo: 'X', at: clock.now() }];
    clock.advance(120_000);
    await sweepRefunds(bank.deps);
    expect([await statusOf(p, refundId), bank.told.length]).toEqual(['succeeded', 1]);
  });

  it('that the bank declined set the promise free and leave the books as they were', async () => {
    const clock = testClock();
    const p = await paidBill(clock, 100_00n);
    const bank = testBank(clock);
    const { refundId } = must(await ask(p, bank, 50_00n));
    await approve(p, clock, refundId);
    bank.answers = [{ certainty: 'declined', code: 'NOT_ENOUGH', cause: 'merchant-balance', message: '' }];
    expect(await executeRefund(bank.deps, p.institutionId, refundId)).toBe('failed');
    expect(await paymentOf(p)).toMatchObject({ refund_pending_minor: 0n, refunded_minor: 0n });
    expect(await books(p)).toEqual({ '2241.refund': 0n, '6001.refund': 0n });
  });

  it('take a callback twice, before or after the answer, as one', async () => {
    const clock = testClock();
    const p = await paidBill(clock, 100_00n);
    const bank = testBank(clock);
    const { refundId } = must(await ask(p, bank, 25_00n));
    await approve(p, clock, refundId);
    const refundNo = (await withTx(p, (tx) => tx.refund.findUniqueOrThrow({ where: { id: refundId } }))).refund_no;
    const said = { source: 'callback' as const, reference: 'inb_1', channel: 'wechat' as const, refundNo, fact: { state: 'succeeded' as const, amount: money(25_00n, 'CNY'), channelRefundNo: 'C', at: clock.now() } };
    bank.answers = [async () => { await applyRefundEvidence(bank.deps, p.institutionId, [said]); return { certainty: 'accepted' as const }; }];
    await executeRefund(bank.deps, p.institutionId, refundId);
    expect(await applyRefundEvidence(bank.deps, p.institutionId, [said, said])).toMatchObject([{ outcome: 'unchanged' }, { outcome: 'unchanged' }]);
    expect(await paymentOf(p)).toMatchObject({ refunded_minor: 25_00n, refund_pending_minor: 0n });
    const wrong = { ...said, fact: { ...said.fact, amount: money(1n, 'CNY') } };
    expect(await applyRefundEvidence(bank.deps, 'ins_00000000000000000000000000' as InstitutionId, [wrong])).toMatchObject([{ outcome: 'unknown-refund' }]);
  });

  it('are not executed without consent, nor when what was consented to was changed behind its back', async () => {
    const clock = testClock();
    const p = await paidBill(clock, 100_00n);
    const bank = testBank(clock);
    const { refundId } = must(await ask(p, bank, 10_00n));
    expect(await executeRefund(bank.deps, p.institutionId, refundId)).toBeNull();
    await approve(p, clock, refundId);
    await expect(withTx(p, (tx) => tx.$executeRaw`UPDATE refund SET amount_minor = 9999 WHERE id = ${refundId}`)).rejects.toThrow('cannot be rewritten');
    await behindItsBack('UPDATE refund SET amount_minor = 9999 WHERE id = $1', [refundId]);
    expect(await executeRefund(bank.deps, p.institutionId, refundId)).toBeNull();
    expect(bank.told).toHaveLength(0);
  });

  it('are not called approved by a message, a job or a script that nobody signed for: neither the command nor the database lets them', async () => {
    const clock = testClock();
    const p = await paidBill(clock, 100_00n);
    const bank = testBank(clock);
    const { refundId } = must(await ask(p, bank, 10_00n));
    await settleApproval(p.institutionId, refundId, 'approved', { clock });
    expect(await statusOf(p, refundId)).toBe('requested');
    for (const status of ['approved', 'executing', 'succeeded']) {
      await expect(withTx(p, (tx) => tx.$executeRaw`UPDATE refund SET status = ${status} WHERE id = ${refundId}`)).rejects.toThrow('lacks consent');
    }
    const copy = (change: object) => withTx(p, async (tx) => {
      const row = await tx.refund.findUniqueOrThrow({ where: { id: refundId } });
      await tx.refund.create({ data: { ...row, id: `${refundId}x`, number: 'x', refund_no: 'x', idempotency_key: 'x', ...change } as typeof row });
    });
    await expect(copy({ status: 'approved' })).rejects.toThrow('begins as a wish');
    const { approval_id } = await withTx(p, (tx) => tx.refund.findUniqueOrThrow({ where: { id: refundId } }));
    await expect(withTx(p, (tx) => tx.$executeRaw`INSERT INTO approval (id, institution_id, kind, subject_kind, subject_id, operation, operation_hash, amount_minor, currency, status, steps, requested_by, requested_at, decided_at)
      SELECT 'apr_x', institution_id, kind, subject_kind, subject_id, operation, operation_hash, amount_minor, currency, 'approved', steps, requested_by, requested_at, now()
      FROM approval WHERE id = ${approval_id}`)).rejects.toThrow('begins open');
    await expect(withTx(p, (tx) => tx.$executeRaw`INSERT INTO approval (id, institution_id, kind, subject_kind, subject_id, operation, operation_hash, amount_minor, currency, status, steps, requested_by, requested_at)
      SELECT 'apr_y', institution_id, kind, subject_kind, subject_id, operation, operation_hash, 50000000, currency, 'pending', steps, requested_by, requested_at
      FROM approval WHERE id = ${approval_id}`)).rejects.toThrow('needs two signatures');
    await settleApproval(p.institutionId, refundId, 'rejected', { clock });
    expect(await statusOf(p, refundId)).toBe('rejected');
  });
});
