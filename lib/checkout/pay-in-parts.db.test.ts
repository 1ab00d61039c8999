// One bill by many payments: only in parts the bill allows, each once, and at the end the bill has got exactly what the payments took in.
import { expect, test } from 'vitest';
import type { BillId, PaymentId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { applyChannelOutcomes } from '@/lib/payments';
import { paid } from '@/lib/payments/payments.fixtures';
import { withTx } from '@/lib/platform/tx';
import { payingHousehold, wishFor, type PayingHousehold } from './checkout.fixtures';
import { abandonPayment } from './commands/abandon-payment';
import { pay } from './commands/pay';
import { methodsFor } from './methods-for';
import { paymentStatus } from './payment-status';

const bill = async (home: PayingHousehold, id: BillId) => withTx(home, (tx) => tx.bill.findUniqueOrThrow({ where: { id } }));
async function arrive(home: PayingHousehold, paymentId: PaymentId): Promise<void> {
  const attempt = await withTx(home, (tx) => tx.payment_attempt.findFirstOrThrow({ where: { payment_id: paymentId }, orderBy: { seq: 'desc' } }));
  await applyChannelOutcomes(home.deps, home.institutionId, [paid(attempt.channel as 'wechat', attempt.order_no, attempt.amount_minor, home.clock.now())]);
}
async function inThree(home: PayingHousehold, id: BillId): Promise<void> {
  await withTx(home, async (tx) => {
    await tx.bill_instalment.createMany({
      data: [40_000n, 30_000n, 30_000n].map((amount_minor, i) => ({ bill_id: id, seq: i + 1, institution_id: home.institutionId, due_date: new Date(Date.UTC(2026, 11 + i, 1)), amount_minor })),
    });
    await tx.bill.update({ where: { id }, data: { next_part_minor: 40_000n, due_date: new Date(Date.UTC(2026, 11, 1)) } });
  });
}

test('instalments are paid one after another, the sum by the bill and never by the browser', async () => {
  const home = await payingHousehold([100_000n]);
  const { id } = home.bills[0]!;
  expect(await pay(home.ctx, wishFor(home, { part: '40000', expectedMinor: 40_000n }), home.deps)).toMatchObject({ error: { code: 'payments.part-not-allowed' } });
  await inThree(home, id);
  expect(must(await methodsFor(home.ctx, { billIds: [id], key: 'k', part: 'next' })).total.minor).toBe('40000');
  expect(await pay(home.ctx, wishFor(home, { part: 'next', expectedMinor: 30_000n }), home.deps)).toMatchObject({ error: { code: 'payments.amount-changed' } });
  expect(await pay(home.ctx, wishFor(home, { part: '39999', expectedMinor: 39_999n }), home.deps)).toMatchObject({ error: { code: 'payments.part-not-allowed' } });
  const sums: string[] = [];
  for (const [i, expectedMinor] of [40_000n, 30_000n].entries()) {
    const wish = wishFor(home, { part: 'next', expectedMinor, idempotencyKey: `part-${i}-0000` });
    const [{ paymentId }, again] = [must(await pay(home.ctx, wish, home.deps)), must(await pay(home.ctx, wish, home.deps))];
    expect([again.paymentId, again.resumed]).toEqual([paymentId, true]);
    sums.push((await paymentStatus(home.ctx, paymentId))!.amount.minor);
    // While it is under way another way is offered for the same sum, not for the whole bill.
    expect(must(await methodsFor(home.ctx, { billIds: [id], key: paymentId, heldBy: paymentId })).total.minor).toBe(expectedMinor.toString());
    await arrive(home, paymentId);
  }
  expect(sums).toEqual(['40000', '30000']);
  expect(await bill(home, id)).toMatchObject({ paid_minor: 70_000n, status: 'part-paid', next_part_minor: 30_000n, due_date: new Date(Date.UTC(2027, 1, 1)) });
  const last = must(await pay(home.ctx, wishFor(home, { expectedMinor: 30_000n, idempotencyKey: 'the-rest-00' }), home.deps));
  await arrive(home, last.paymentId);
  expect(await bill(home, id)).toMatchObject({ paid_minor: 100_000n, status: 'paid', next_part_minor: null });
});

test('a part from the plan\'s smallest on is taken, given up without a trace, and one bill among several keeps its rest', async () => {
  const home = await payingHousehold([100_000n, 5_000n]);
  const [{ id }, other] = [home.bills[0]!, home.bills[1]!];
  await withTx(home, (tx) => tx.bill.update({ where: { id }, data: { partial_min_minor: 10_000n } }));
  const part = (minor: bigint, key: string) => pay(home.ctx, wishFor(home, { billIds: [id], part: minor.toString(), expectedMinor: minor, idempotencyKey: key }), home.deps);
  expect(await part(9_999n, 'too-small-0')).toMatchObject({ error: { code: 'payments.part-not-allowed' } });
  expect(await part(100_001n, 'too-large-0')).toMatchObject({ error: { code: 'payments.part-not-allowed' } });
  const first = must(await part(12_345n, 'first-part-0'));
  await abandonPayment(home.ctx, { paymentId: first.paymentId }, home.deps);
  expect(await bill(home, id)).toMatchObject({ paid_minor: 0n });
  const second = must(await part(55_555n, 'second-part-0'));
  await arrive(home, second.paymentId);
  const both = must(await pay(home.ctx, wishFor(home, { expectedMinor: 49_445n, idempotencyKey: 'all-the-rest' }), home.deps));
  await arrive(home, both.paymentId);
  expect([await bill(home, id), await bill(home, other.id)].map((b) => [b.status, b.paid_minor])).toEqual([['paid', 100_000n], ['paid', 5_000n]]);
  const [sums] = await withTx(home, (tx) => tx.$queryRaw<{ allocated: bigint; captured: bigint }[]>`
    SELECT (SELECT sum(amount_minor) FROM bill_allocation)::bigint AS allocated, (SELECT sum(captured_minor - refunded_minor) FROM payment)::bigint AS captured`);
  expect(sums!.allocated).toBe(sums!.captured);
});
