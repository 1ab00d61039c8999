// Bills of two children go by one payment, which belongs to whoever paid; it credits each bill once, shows itself to the family and to nobody else.
import { expect, test } from 'vitest';
import { csv, userCtx } from '@/lib/bills/billing.fixtures';
import type { BillId, PayerId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { importPayers, listPayers } from '@/lib/payers';
import { applyChannelOutcomes } from '@/lib/payments';
import { paid } from '@/lib/payments/payments.fixtures';
import { makeCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { payingHousehold, wishFor } from './checkout.fixtures';
import { pay } from './commands/pay';
import { methodsFor } from './methods-for';
import { owedView } from './owed-view';
import { paidBefore, paymentStatus } from './payment-status';

/** Two children of one family and a neighbour, each with one bill. */
async function threeChildren() {
  const home = await payingHousehold([100_000n, 30_000n, 7_000n]);
  const staff = userCtx(home.institutionId, ['administrator'], home.clock, home.ctx.random);
  must(await importPayers(staff, { apply: true, source: csv(['编号,姓名,家庭编号', 'F1,李小明,H7', 'F2,李小红,H7', 'F3,王若曦,H8']) }));
  const payers = [...(await listPayers(staff, {})).rows].sort((a, b) => a.number.localeCompare(b.number)).map((row) => row.id as PayerId);
  await withTx(home, async (tx) => {
    for (const [i, payer_id] of payers.entries()) await tx.bill.update({ where: { id: home.bills[i]!.id }, data: { payer_id } });
  });
  const as = (i: number) => makeCtx({ kind: 'payer', payerId: payers[i]! }, home.institutionId, { clock: home.clock, random: home.ctx.random });
  return { home, as, ids: home.bills.map((bill) => bill.id) as [BillId, BillId, BillId] };
}

test('one payment pays both children’s bills, each to the cent, and it is the history of the one who paid', async () => {
  const { home, as, ids: [mine, hers] } = await threeChildren();
  expect(must(await methodsFor(as(0), { billIds: [mine, hers], key: 'k' }))).toMatchObject({ count: 2, total: { minor: '130000' } });
  const order = wishFor(home, { billIds: [mine, hers], expectedMinor: 130_000n });
  const { paymentId } = must(await pay(as(0), order, home.deps));
  expect((await pay(as(0), order, home.deps))).toMatchObject({ ok: true, value: { paymentId, resumed: true } });
  // The other child sees the payment under way and is led to it instead of paying a second time.
  expect((await owedView(as(1)))!.bills.map((bill) => bill.heldBy)).toEqual([paymentId]);
  expect(await paymentStatus(as(1), paymentId)).toMatchObject({ amount: { minor: '130000' }, step: 'waiting' });
  const attempt = await withTx(home, (tx) => tx.payment_attempt.findFirstOrThrow({ where: { payment_id: paymentId } }));
  await applyChannelOutcomes(home.deps, home.institutionId, [paid(attempt.channel as 'wechat', attempt.order_no, attempt.amount_minor, home.clock.now())]);
  const bills = await withTx(home, (tx) => tx.bill.findMany({ where: { id: { in: [mine, hers] } }, orderBy: { total_minor: 'desc' } }));
  expect(bills.map((bill) => [bill.status, bill.paid_minor])).toEqual([['paid', 100_000n], ['paid', 30_000n]]);
  expect([(await paidBefore(as(0))).map((one) => one.bills), (await paidBefore(as(1))).length]).toEqual([[2], 0]);
});

test('a neighbour’s bill is not there, alone or among the family’s, and a neighbour sees nothing of the payment', async () => {
  const { home, as, ids: [mine, hers, theirs] } = await threeChildren();
  for (const billIds of [[theirs], [mine, theirs], [mine, hers, theirs]]) {
    expect(await methodsFor(as(0), { billIds, key: 'k' })).toMatchObject({ error: { code: 'payments.bill-not-found' } });
    expect(await pay(as(0), wishFor(home, { billIds, expectedMinor: 107_000n }), home.deps)).toMatchObject({ error: { code: 'payments.bill-not-found' } });
  }
  const { paymentId } = must(await pay(as(1), wishFor(home, { billIds: [mine], expectedMinor: 100_000n }), home.deps));
  expect([await paymentStatus(as(2), paymentId), (await paymentStatus(as(0), paymentId))?.amount.minor]).toEqual([null, '100000']);
});
