// Guarantee: where the original way is closed money leaves by a transfer that has a consent of its own, to exactly the account that was signed, once.
import { generate } from 'otplib';
import { beforeAll, describe, expect, it } from 'vitest';
import { decideApproval, getApproval } from '@/lib/approvals';
import { newTotpSecret, type Role } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { DAY_MS } from '@/lib/kernel/time';
import { checkIntegrity } from '@/lib/ledger';
import { withTx } from '@/lib/platform/tx';
import { payingBank } from './attacks.fixtures';
import {
  addRefundEvidence, applyRefundEvidence, executeRefund, getRefund, readRefundEvidence, recordTransfer, refundability, requestRefund, requestRefundBatch, requestTransferRefund,
  setRefundPolicy, settleApproval, settleBatch,
} from './index';
import { behindItsBack, paidBill } from './refunds.fixtures';

const world = testWorld(51);
const secret = newTotpSecret(world.random);
const payee = { holder: '王小明', bank: '工商银行', number: '6222020200012345678' };
let home: InstitutionId;
let clerk: TestPerson;
let other: TestPerson;
const people: Partial<Record<Role, TestPerson>> = {};
beforeAll(async () => {
  home = await makeInstitution(world, 'transfer');
  clerk = await makePerson(world, home, ['accountant']);
  other = await makePerson(world, home, ['accountant']);
  for (const role of ['finance-manager', 'finance-director', 'administrator'] as const) people[role] = await makePerson(world, home, [role], { totp: secret });
});

const bank = payingBank(world, 'wechat');
let keys = 0;
const key = () => `transfer-test-${++keys}`;
const pay = (minor = 100_00n) => paidBill(world.clock, minor, 'wechat', { institutionId: home, clerk: clerk.ctx });
const row = (id: string) => withTx({ institutionId: home }, (tx) => tx.refund.findUniqueOrThrow({ where: { id } }));
async function sign(role: Role, approvalId: string): Promise<string> {
  world.clock.advance(30_000);
  const who = people[role]!;
  const { operationHash } = (await getApproval(who.ctx, approvalId))!;
  const stepUpCode = await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
  return must(await decideApproval(who.ctx, { approvalId, decision: 'approve', reason: '', stepUpCode, operationHash })).status;
}
const books = async (refundId: string) => {
  const rows = await withTx({ institutionId: home }, (tx) => tx.$queryRaw<{ account_code: string; minor: bigint }[]>`SELECT account_code, sum(amount_minor)::bigint AS minor
    FROM ledger_posting p JOIN journal_entry e ON e.id = p.entry_id WHERE e.subject_id = ${refundId} GROUP BY 1 ORDER BY 1`);
  return Object.fromEntries(rows.map((r) => [r.account_code, r.minor]));
};
const whole = async () => (await checkIntegrity(clerk.ctx)).filter((c) => ['refunds-within-captured', 'payments-equal-allocations', 'bills-equal-allocations', 'entries-balance'].includes(c.name) && !c.ok);

describe('a transfer', () => {
  it('is refused while the original way is open, and takes two signatures once it is closed', async () => {
    const paid = await pay();
    const wish = { paymentId: paid.paymentId, amountMinor: 40_00n, reason: 'left' as const, payee };
    expect(await requestTransferRefund(clerk.ctx, { ...wish, idempotencyKey: key() }, bank.deps)).toMatchObject({ error: { code: 'refunds.original-way-open' } });
    world.clock.advance(400 * DAY_MS);
    const { refundId, approvalId } = must(await requestTransferRefund(clerk.ctx, { ...wish, idempotencyKey: key() }, bank.deps));
    expect(await recordTransfer(other.ctx, { refundId, outcome: 'paid', reference: 'T1' })).toMatchObject({ error: { code: 'refunds.not-a-transfer' } });
    expect(await sign('finance-manager', approvalId)).toBe('pending');
    expect(await sign('finance-director', approvalId)).toBe('approved');
    await settleApproval(home, refundId, 'approved', world);
    expect(await executeRefund(bank.deps, home, refundId)).toBeNull();
    expect(await recordTransfer(clerk.ctx, { refundId, outcome: 'paid', reference: 'T1' })).toMatchObject({ error: { code: 'refunds.own-transfer' } });
    const twin = await makePerson(world, home, ['accountant']);
    await behindItsBack('UPDATE user_account SET email = $2 WHERE id = $1', [twin.userId, clerk.email.replace('@', '+twin@')]);
    expect(await recordTransfer(twin.ctx, { refundId, outcome: 'paid', reference: 'T1' })).toMatchObject({ error: { code: 'refunds.own-transfer' } });
    expect(must(await recordTransfer(other.ctx, { refundId, outcome: 'paid', reference: 'ICBC-77' }))).toMatchObject({ status: 'succeeded' });
    expect(await recordTransfer(other.ctx, { refundId, outcome: 'paid', reference: 'ICBC-77' })).toMatchObject({ ok: false });
    expect(await books(refundId)).toEqual({ '1002.transfer': -40_00n, '2241.refund': 0n, '6001.refund': 40_00n });
    expect(bank.paid.size).toBe(0);
    expect(await whole()).toEqual([]);
    expect(await getRefund(other.ctx, refundId)).toMatchObject({ payee, payeeHint: '王* · 工商银行 · …5678', bankReference: 'ICBC-77', route: 'transfer' });
    expect((await getRefund(people.administrator!.ctx, refundId))!.payee).toBeNull();
  });

  it('in place of a refund that came back pays the same money once and takes nothing from the payment again', async () => {
    const paid = await pay();
    const first = must(await requestRefund(clerk.ctx, { paymentId: paid.paymentId, amountMinor: 100_00n, reason: 'left', idempotencyKey: key() }, bank.deps));
    await sign('finance-manager', first.approvalId);
    await settleApproval(home, first.refundId, 'approved', world);
    expect(await executeRefund(bank.deps, home, first.refundId)).toBe('succeeded');
    const { refund_no } = await row(first.refundId);
    await applyRefundEvidence(world, home, [{ source: 'callback', reference: 'x', channel: 'wechat', refundNo: refund_no, fact: { state: 'abnormal', code: 'ACCOUNT_CLOSED', cause: 'other' } }]);
    expect((await row(first.refundId)).status).toBe('returned');
    const wish = { paymentId: paid.paymentId, reason: 'left' as const, payee, replaces: first.refundId };
    expect(await requestTransferRefund(clerk.ctx, { ...wish, amountMinor: 99_00n, idempotencyKey: key() }, bank.deps)).toMatchObject({ error: { code: 'refunds.too-much' } });
    const second = must(await requestTransferRefund(clerk.ctx, { ...wish, amountMinor: 100_00n, idempotencyKey: key() }, bank.deps));
    expect(await requestTransferRefund(clerk.ctx, { ...wish, amountMinor: 100_00n, idempotencyKey: key() }, bank.deps)).toMatchObject({ error: { code: 'refunds.already-replaced' } });
    await sign('finance-manager', second.approvalId);
    await sign('finance-director', second.approvalId);
    await settleApproval(home, second.refundId, 'approved', world);
    expect(must(await recordTransfer(other.ctx, { refundId: second.refundId, outcome: 'paid', reference: 'T-2' })).status).toBe('succeeded');
    expect(await books(second.refundId)).toEqual({ '1002.transfer': -100_00n, '2241.refund': 100_00n });
    expect(await books(first.refundId)).toEqual({ '1012.wechat': 0n, '2241.refund': -100_00n, '6001.refund': 100_00n });
    expect(await whole()).toEqual([]);
    expect(await getRefund(clerk.ctx, first.refundId)).toMatchObject({ replacedBy: second.refundId });
  });

  it('to an account that was changed after it was signed is not recorded', async () => {
    const paid = await pay();
    world.clock.advance(400 * DAY_MS);
    const { refundId, approvalId } = must(await requestTransferRefund(clerk.ctx, { paymentId: paid.paymentId, amountMinor: 40_00n, reason: 'left', payee, idempotencyKey: key() }, bank.deps));
    await sign('finance-manager', approvalId);
    await sign('finance-director', approvalId);
    await settleApproval(home, refundId, 'approved', world);
    const { sealPayee } = await import('./payee');
    await behindItsBack('UPDATE refund SET payee_sealed = $2 WHERE id = $1', [refundId, sealPayee(refundId, { ...payee, number: '6222020200012345679' })]);
    expect(await recordTransfer(other.ctx, { refundId, outcome: 'paid', reference: 'T-3' })).toMatchObject({ error: { code: 'refunds.not-a-transfer' } });
  });
});

it('a batch is asked for whole or not at all, signed once, and one changed part takes the consent from all', async () => {
  const paid = [await pay(), await pay(), await pay()];
  const items = paid.map((p) => ({ paymentId: p.paymentId }));
  const spent = await pay();
  must(await requestRefund(clerk.ctx, { paymentId: spent.paymentId, amountMinor: 100_00n, reason: 'left', idempotencyKey: key() }, bank.deps));
  const refused = await requestRefundBatch(clerk.ctx, { title: '秋游取消', reason: 'service-not-used', idempotencyKey: key(), items: [...items, { paymentId: spent.paymentId }] }, bank.deps);
  expect(refused).toMatchObject({ error: { code: 'refunds.batch-refused', details: { payment: spent.paymentId, why: 'refunds.too-much' } } });
  expect(await refundability(clerk.ctx, paid[0]!.paymentId)).toMatchObject({ left: { minor: '10000' } });
  const same = key();
  const { batchId, approvalId, totalMinor } = must(await requestRefundBatch(clerk.ctx, { title: '秋游取消', reason: 'service-not-used', idempotencyKey: same, items }, bank.deps));
  expect(must(await requestRefundBatch(clerk.ctx, { title: '秋游取消', reason: 'service-not-used', idempotencyKey: same, items }, bank.deps)).batchId).toBe(batchId);
  const swapped = [...items.slice(1), { paymentId: (await pay()).paymentId }];
  expect(await requestRefundBatch(clerk.ctx, { title: '秋游取消', reason: 'service-not-used', idempotencyKey: same, items: swapped }, bank.deps)).toMatchObject({ error: { code: 'refunds.key-reused' } });
  expect(totalMinor).toBe('30000');
  expect(await sign('finance-manager', approvalId)).toBe('approved');
  await settleBatch(home, batchId, 'approved', world);
  const refunds = await withTx({ institutionId: home }, (tx) => tx.refund.findMany({ where: { batch_id: batchId } }));
  expect(await executeRefund(bank.deps, home, refunds[0]!.id)).toBe('succeeded');
  await behindItsBack('UPDATE refund SET amount_minor = 1 WHERE id = $1', [refunds[2]!.id]);
  expect(await executeRefund(bank.deps, home, refunds[1]!.id)).toBeNull();
  await behindItsBack('UPDATE refund SET amount_minor = 10000 WHERE id = $1', [refunds[2]!.id]);
  expect(await executeRefund(bank.deps, home, refunds[1]!.id)).toBe('succeeded');
});

it('the institution\'s own contract is shown and kept: same day only whole, settlement date first', async () => {
  const rules = { channel: 'wechat', windowDays: 30, maxCount: 3, partial: true, sameDayFullOnly: true, needsSettleDate: false, minIntervalSeconds: 0 };
  expect(await setRefundPolicy(clerk.ctx, rules)).toMatchObject({ error: { code: 'access.denied' } });
  must(await setRefundPolicy(people.administrator!.ctx, rules));
  const paid = await pay();
  expect(await refundability(clerk.ctx, paid.paymentId)).toMatchObject({ windowDays: 30, maxCount: 3, sameDayFullOnly: true, refusal: null });
  const wish = { paymentId: paid.paymentId, reason: 'left' as const };
  expect(await requestRefund(clerk.ctx, { ...wish, amountMinor: 1_00n, idempotencyKey: key() }, bank.deps)).toMatchObject({ error: { code: 'refunds.same-day-full-only' } });
  must(await setRefundPolicy(people.administrator!.ctx, { ...rules, needsSettleDate: true }));
  expect(await requestRefund(clerk.ctx, { ...wish, amountMinor: 100_00n, idempotencyKey: key() }, bank.deps)).toMatchObject({ error: { code: 'refunds.not-settled-yet' } });
  must(await setRefundPolicy(people.administrator!.ctx, { ...rules, sameDayFullOnly: false }));
  must(await requestRefund(clerk.ctx, { ...wish, amountMinor: 1_00n, idempotencyKey: key() }, bank.deps));
});

it('evidence is kept sealed and told by what it is, not by what it is called', async () => {
  const paid = await pay();
  const { refundId } = must(await requestRefund(clerk.ctx, { paymentId: paid.paymentId, amountMinor: 5_00n, reason: 'left', idempotencyKey: key() }, bank.deps));
  const pdf = Buffer.from('%PDF-1.7 离园证明');
  expect(await addRefundEvidence(clerk.ctx, { refundId, name: 'proof.pdf', bytes: Buffer.from('<html>') })).toMatchObject({ error: { code: 'refunds.evidence-kind' } });
  const kept = must(await addRefundEvidence(clerk.ctx, { refundId, name: '../../离园证明.pdf', bytes: pdf }));
  expect(kept).toMatchObject({ name: '离园证明.pdf', mediaType: 'application/pdf' });
  expect((await readRefundEvidence(clerk.ctx, kept.id))!.bytes.equals(pdf)).toBe(true);
  const stranger = await makeInstitution(world, 'stranger');
  expect(await readRefundEvidence((await makePerson(world, stranger, ['accountant'])).ctx, kept.id)).toBeNull();
  expect((await getRefund(clerk.ctx, refundId))!.evidence).toHaveLength(1);
});
