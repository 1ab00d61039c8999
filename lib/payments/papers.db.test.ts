import { beforeEach, describe, expect, it } from 'vitest';
import { applyChannelOutcomes } from './commands/apply-channel-outcomes';
import { confirmManually } from './commands/confirm-manually';
import { issueReceipts } from './commands/issue-receipts';
import { must } from '@/lib/kernel/result';
import { findReceipt, getPaymentStatus, paymentDetail } from './payment-detail';
import { paymentProofs, readProof } from './proof';
import { listPayments } from './queries';
import { finishRefund, holdRefund } from './refund-marks';
import { billIds, ctxAs, foundHousehold, paid, staff, type Household } from './payments.fixtures';
import { clock, deps, home, openDesk, system, director, accepted, statusOf, soundBooks, rows } from './desk.fixtures';

beforeEach(openDesk);

const paper = { name: '../ICBC 1122.pdf', bytes: Buffer.from('%PDF-1.7 statement of the account') };

describe('people and papers', () => {
  it("a confirmation by hand takes the normal way, and the bank's own word later completes it without counting twice", async () => {
    const { paymentId, attempt } = await accepted();
    const input = { paymentId, bankReference: 'BANK-1', amountMinor: 15_700n, paidAt: clock.now(), reason: 'statement of 22 November', proof: paper };
    expect(await confirmManually(deps, director('accountant'), input)).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    expect(await confirmManually(deps, director(), { ...input, amountMinor: 1n })).toMatchObject({
      ok: false,
      error: { code: 'payments.amount-differs' },
    });
    for (const bytes of [Buffer.from('<svg onload=alert(1)>'), Buffer.alloc(0), Buffer.concat([paper.bytes, Buffer.alloc(10 * 1024 * 1024)])])
      expect(await confirmManually(deps, director(), { ...input, proof: { name: 'x.pdf', bytes } })).toMatchObject({ ok: false, error: { code: 'payments.proof-kind' } });
    expect(must(await confirmManually(deps, director(), input)).outcome).toBe('credited');
    const [kept] = await paymentProofs(director('accountant'), paymentId);
    expect(kept).toMatchObject({ name: 'ICBC 1122.pdf', bytes: paper.bytes.length });
    expect((await readProof(director('accountant'), kept!.id))!.bytes.equals(paper.bytes)).toBe(true);
    const stranger = ctxAs({ kind: 'payer', payerId: home.payerId }, home.institutionId, clock);
    expect(await readProof(stranger, kept!.id)).toBeNull();
    await expect(rows((tx) => tx.$executeRaw`UPDATE payment_evidence SET file_hash = 'other'`)).rejects.toThrow();
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
