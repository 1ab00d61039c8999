// Guarantee: how a thing stood at any moment is told from what was only added: before its birth nothing, after each step that step, now the same as now.
import { beforeAll, expect, it } from 'vitest';
import { makeInstitution, makePerson, testWorld } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { instant, MINUTE_MS, type Instant } from '@/lib/kernel/time';
import { entryOf, post } from '@/lib/ledger';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { requestRefund } from '@/lib/refunds';
import { paidBill, type PaidBill } from '@/lib/refunds/refunds.fixtures';
import { pastState } from './index';

const world = testWorld(97);
let home: InstitutionId;
let clerk: Ctx;
let paid: PaidBill;
const moments: Record<'before' | 'paid' | 'asked' | 'approved', Instant> = { before: instant(0), paid: instant(0), asked: instant(0), approved: instant(0) };
const later = (): Instant => { world.clock.advance(MINUTE_MS); return instant(world.clock.now() - 1); };

beforeAll(async () => {
  home = await makeInstitution(world, 'past');
  clerk = (await makePerson(world, home, ['accountant'], { name: '周敏' })).ctx;
  moments.before = later();
  paid = await paidBill(world.clock, 90_00n, 'alipay', { institutionId: home, clerk });
  await withTx(clerk, async (tx) => {
    await post(tx, clerk, [entryOf({ key: `bill-issued:${paid.billId}`, kind: 'bill-issued', at: world.clock.now(), subjectKind: 'bill', subjectId: paid.billId, currency: 'CNY', amountMinor: 90_00n, lines: [{ account: '6001', amountMinor: 90_00n }] })]);
    for (const [from, event, to] of [['created', 'submit', 'submitted'], ['submitted', 'succeed', 'succeeded']] as const) {
      await tx.payment_transition.create({ data: { institution_id: home, payment_id: paid.paymentId, from_state: from, event, to_state: to, at: new Date(world.clock.now()), actor: `user:${clerk.actor.kind === 'user' ? clerk.actor.userId : ''}` } });
    }
    for (const [from, event, to] of [['draft', 'issue', 'issued'], ['issued', 'pay-full', 'paid']] as const) {
      await tx.bill_transition.create({ data: { institution_id: home, bill_id: paid.billId, from_state: from, event, to_state: to, at: new Date(world.clock.now()), actor: 'system:test' } });
    }
  });
  moments.paid = later();
  const { refundId } = must(await requestRefund(clerk, { paymentId: paid.paymentId, amountMinor: 30_00n, reason: 'left', idempotencyKey: 'past-1' }));
  moments.asked = later();
  await withTx(clerk, async (tx) => {
    await tx.refund_transition.create({ data: { institution_id: home, refund_id: refundId, from_state: 'requested', event: 'approve', to_state: 'approved', at: new Date(world.clock.now()), actor: 'system:approvals' } });
    await post(tx, clerk, [entryOf({ key: `refund-approved:${refundId}`, kind: 'refund-approved', at: world.clock.now(), subjectKind: 'refund', subjectId: refundId, currency: 'CNY', amountMinor: 30_00n })]);
  });
  moments.approved = later();
});

const figures = async (kind: 'payment' | 'bill' | 'account', ref: string, at: Instant) => {
  const state = await pastState(clerk, { kind, ref, at });
  return state && { existed: state.existed, status: state.status, ...Object.fromEntries(state.facts.map((fact) => [fact.name, fact.amount.minor])) };
};

it('a payment: not there, paid, a refund promised, a refund booked', async () => {
  expect(await figures('payment', paid.paymentId, moments.before)).toMatchObject({ existed: false, status: null, captured: '0' });
  expect(await figures('payment', paid.paymentId, moments.paid)).toMatchObject({ status: 'succeeded', captured: '9000', refundPending: '0', refundable: '9000' });
  expect(await figures('payment', paid.paymentId, moments.asked)).toMatchObject({ captured: '9000', refundPending: '3000', refundable: '6000' });
  const state = await pastState(clerk, { kind: 'payment', ref: paid.paymentId, at: moments.asked });
  expect(state?.others.map((other) => [other.noun, other.status])).toContainEqual(['refund', 'requested']);
  expect(state?.steps[0]).toMatchObject({ to: 'submitted', name: '周敏' });
  expect((await pastState(clerk, { kind: 'payment', ref: paid.paymentId, at: moments.approved }))?.vouchers.map((v) => v.kind)).toEqual(['payment-succeeded', 'refund-approved']);
});

it('a bill and an account by the second', async () => {
  expect(await figures('bill', paid.billId, moments.before)).toMatchObject({ existed: false, total: '0', open: '0' });
  expect(await figures('bill', paid.billId, moments.paid)).toMatchObject({ status: 'paid', total: '9000', paid: '9000', open: '0' });
  expect(await figures('account', '2241.refund', moments.asked)).toMatchObject({ existed: false, status: null });
  expect(await figures('account', '2241.refund', moments.approved)).toMatchObject({ credit: '3000', balance: '-3000' });
});

it('now is what the rows say now', async () => {
  const row = await withTx(clerk, (tx) => tx.payment.findUniqueOrThrow({ where: { id: paid.paymentId } }));
  expect(await figures('payment', paid.paymentId, world.clock.now())).toEqual({
    existed: true, status: row.status, amount: row.amount_minor.toString(), captured: row.captured_minor.toString(), refunded: row.refunded_minor.toString(),
    refundPending: row.refund_pending_minor.toString(), refundable: (row.captured_minor - row.refunded_minor - row.refund_pending_minor).toString(),
  });
});

it('is nobody else’s: another institution finds nothing, a role without the right is refused', async () => {
  const other = await makeInstitution(world, 'past-other');
  const stranger = (await makePerson(world, other, ['accountant'])).ctx;
  expect(await pastState(stranger, { kind: 'payment', ref: paid.paymentId, at: world.clock.now() })).toBeNull();
  const cashier = (await makePerson(world, home, ['cashier'])).ctx;
  await expect(pastState(cashier, { kind: 'account', ref: '1122', at: world.clock.now() })).rejects.toThrow(/access denied/);
});
