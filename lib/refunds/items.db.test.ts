// Guarantee: asked for by item, no item of a bill goes back twice, whoever asks how often and by which payment, and the items are part of what is signed.
import { describe, expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { sqlState, withTx } from '@/lib/platform/tx';
import { getRefund, refundability, requestRefund } from './index';
import { itemText, requestRefundSchema, type ItemWish } from './model';
import { paidBill, testBank, testClock, type PaidBill } from './refunds.fixtures';

/** 300.00 of care less a credit note of 50.00, and 100.00 of meals: 350.00 paid. */
async function billOfItems(): Promise<{ readonly p: PaidBill; readonly bank: ReturnType<typeof testBank> }> {
  const clock = testClock();
  const p = await paidBill(clock, 350_00n, 'alipay');
  const line = (line_no: number, item_code: string, amount_minor: bigint) => ({
    bill_id: p.billId, line_no, institution_id: p.institutionId, item_code, label_zh: `项目 ${item_code}`, label_en: item_code, amount_minor, account_code: `6001.${item_code}`, explanation: [],
  });
  await withTx(p, (tx) => tx.bill_line.createMany({ data: [line(1, 'care', 300_00n), line(2, 'meals', 100_00n), { ...line(3, 'care', -50_00n), credit_note_id: 'crn_x' }] }));
  return { p, bank: testBank(clock, 'alipay') };
}
let keys = 0;
const ask = ({ p, bank }: Awaited<ReturnType<typeof billOfItems>>, items: readonly (readonly [item: string, minor: bigint])[], amountMinor = items.reduce((sum, [, minor]) => sum + minor, 0n)) =>
  requestRefund(p.clerk, {
    paymentId: p.paymentId, amountMinor, items: items.map(([item, minor]): ItemWish => ({ billId: p.billId, item, amountMinor: minor })), reason: 'left', idempotencyKey: `by-item-${++keys}`,
  }, bank.deps);
const leftOf = async (p: PaidBill) => (await refundability(p.clerk, p.paymentId))!.items.map((one) => [one.item, one.amount.minor]);

describe('a refund by items', () => {
  it('is bounded by each item, credit notes taken off, by what was asked before, and by the sum', async () => {
    const place = await billOfItems();
    expect(await leftOf(place.p)).toEqual([['care', '25000'], ['meals', '10000']]);
    for (const wrong of [ask(place, [['care', 250_01n]]), ask(place, [['care', 1n], ['care', 1n]]), ask(place, [['bus', 1n]]), ask(place, [['meals', 10_00n]], 20_00n)]) {
      expect(await wrong).toMatchObject({ ok: false, error: { code: 'refunds.item-too-much' } });
    }
    const { refundId } = must(await ask(place, [['care', 100_00n], ['meals', 100_00n]]));
    expect(await leftOf(place.p)).toEqual([['care', '15000']]);
    expect(await ask(place, [['meals', 1n]])).toMatchObject({ ok: false, error: { code: 'refunds.item-too-much' } });
    const view = (await getRefund(place.p.clerk, refundId))!;
    expect(view.items.map((one) => [one.item, one.amount.minor])).toEqual([['care', '10000'], ['meals', '10000']]);
    expect(view.bills.map((bill) => bill.amount.minor)).toEqual(['20000']);
    const { operation } = await withTx(place.p, (tx) => tx.approval.findFirstOrThrow({ where: { subject_id: refundId } }));
    expect(operation).toMatchObject({ facts: { items: [{ item: 'care', amount: '100.00' }, { item: 'meals', amount: '100.00' }] } });
  });

  it('never gives one item back twice, however many ask at once, and the database refuses it too', async () => {
    const place = await billOfItems();
    const asked = await Promise.all(Array.from({ length: 20 }, () => ask(place, [['meals', 60_00n]])));
    expect(asked.filter((one) => one.ok)).toHaveLength(1);
    const { refundId } = must(asked.find((one) => one.ok)!);
    const forced = withTx(place.p, (tx) => tx.$executeRaw`UPDATE refund_item SET amount_minor = 1 WHERE refund_id = ${refundId}`);
    expect(await forced.then(() => 'changed', (error: unknown) => sqlState(error))).toBe('42501');
    const other = must(await ask(place, [['care', 1_00n]])).refundId;
    const inserted = withTx(place.p, (tx) => tx.$executeRaw`INSERT INTO refund_item (refund_id, bill_id, item_code, institution_id, amount_minor) VALUES (${other}, ${place.p.billId}, 'meals', ${place.p.institutionId}, 4001)`);
    expect(await inserted.then(() => 'more', (error: unknown) => sqlState(error))).toBe('23514');
  });

  it('is read from a form: the items make the amount, and what is malformed is refused', async () => {
    const base = { paymentId: `pay_${'0'.repeat(26)}`, reason: 'left', idempotencyKey: 'form-of-items' };
    const bill = `bil_${'0'.repeat(26)}`;
    expect(requestRefundSchema.parse({ ...base, amount: '9.00', items: [itemText(bill, 'care', '1.50'), itemText(bill, 'meals', '2')] })).toMatchObject({ amountMinor: 350n, items: [{ item: 'care' }, { item: 'meals' }] });
    expect(requestRefundSchema.parse({ ...base, amount: '9.00' })).toEqual({ ...base, amountMinor: 900n });
    for (const wrong of [{ items: [itemText(bill, 'care', '-1')] }, { items: ['care'] }, { amount: '0' }, {}]) expect(requestRefundSchema.safeParse({ ...base, ...wrong }).success).toBe(false);
  });
});
