/** A refund by items of the bills: what of each can still go back, and whether what is asked for fits. Credit notes count on the item they take from. */
import { money, toDecimal, toWire, type Currency } from '@/lib/kernel/money';
import type { BillId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { Prisma } from '@/lib/platform/prisma/client';
import type { Tx } from '@/lib/platform/tx';
import type { RefundFailure } from './errors';
import type { ItemWish, RefundItemView } from './model';

interface ItemLeft {
  readonly billId: string;
  readonly billNumber: string;
  readonly item: string;
  readonly labelZh: string;
  readonly labelEn: string;
  readonly leftMinor: bigint;
  /** What the payment gave to this bill and can still give back. */
  readonly billLeftMinor: bigint;
}

/** What each bill got from this payment, less what goes or went back. */
export const BILLS_LEFT = (paymentId: string): Prisma.Sql => Prisma.sql`
  SELECT a.bill_id, (sum(a.amount_minor) - coalesce((SELECT sum(rb.amount_minor) FROM refund_bill rb JOIN refund r ON r.id = rb.refund_id
    LEFT JOIN refund o ON o.id = r.replaces
    WHERE rb.bill_id = a.bill_id AND r.payment_id = ${paymentId} AND r.status IN ('requested', 'approved', 'executing', 'unknown')
      AND o.status IS DISTINCT FROM 'returned'), 0))::bigint AS left_minor
  FROM bill_allocation a WHERE a.payment_id = ${paymentId} GROUP BY a.bill_id ORDER BY a.bill_id`;

/** Only what can still go back. `lock`: the bills are locked first, because another payment of the same bill may be given back beside this one. */
export async function itemsLeft(tx: Tx, paymentId: string, options: { readonly lock?: boolean } = {}): Promise<ItemLeft[]> {
  if (options.lock) {
    await tx.$queryRaw`SELECT 1 AS locked FROM bill WHERE id IN (SELECT bill_id FROM bill_allocation WHERE payment_id = ${paymentId}) ORDER BY id FOR UPDATE`;
  }
  const rows = await tx.$queryRaw<{ bill_id: string; number: string; item_code: string; label_zh: string; label_en: string; left_minor: bigint; bill_left: bigint }[]>`
    WITH paid AS (${BILLS_LEFT(paymentId)}), cost AS (
      SELECT l.bill_id, l.item_code, sum(l.amount_minor) AS minor, min(l.line_no) AS first FROM bill_line l JOIN paid USING (bill_id) GROUP BY 1, 2
    ), back AS (
      SELECT i.bill_id, i.item_code, sum(i.amount_minor) AS minor FROM refund_item i JOIN paid USING (bill_id) JOIN refund r ON r.id = i.refund_id
      WHERE r.status NOT IN ('rejected', 'failed') GROUP BY 1, 2)
    SELECT cost.bill_id, b.number, cost.item_code, l.label_zh, l.label_en, paid.left_minor AS bill_left,
      least(cost.minor - coalesce(back.minor, 0), paid.left_minor)::bigint AS left_minor
    FROM cost JOIN paid USING (bill_id) JOIN bill b ON b.id = cost.bill_id JOIN bill_line l ON l.bill_id = cost.bill_id AND l.line_no = cost.first
    LEFT JOIN back ON back.bill_id = cost.bill_id AND back.item_code = cost.item_code
    WHERE least(cost.minor - coalesce(back.minor, 0), paid.left_minor) > 0 ORDER BY b.number, cost.first`;
  return rows.map((r) => ({
    billId: r.bill_id, billNumber: r.number, item: r.item_code, labelZh: r.label_zh, labelEn: r.label_en, leftMinor: r.left_minor, billLeftMinor: r.bill_left,
  }));
}

/** The parts by bill, if every item asked for has so much left, none is named twice, and no bill gives more than it got. Pure. */
export function partsOfItems(left: readonly ItemLeft[], wished: readonly ItemWish[], amountMinor: bigint): Result<readonly { readonly billId: BillId; readonly amountMinor: bigint }[], RefundFailure> {
  const byBill = new Map<string, bigint>();
  const seen = new Set<string>();
  for (const { billId, item, amountMinor: minor } of wished) {
    const found = left.find((one) => one.billId === billId && one.item === item);
    const sum = (byBill.get(billId) ?? 0n) + minor;
    if (!found || seen.has(`${billId} ${item}`) || minor <= 0n || minor > found.leftMinor || sum > found.billLeftMinor) {
      return err('refunds.item-too-much', { item, leftMinor: (found?.leftMinor ?? 0n).toString() }, { amount: 'refunds.item-too-much' });
    }
    seen.add(`${billId} ${item}`);
    byBill.set(billId, sum);
  }
  if ([...byBill.values()].reduce((sum, minor) => sum + minor, 0n) !== amountMinor) return err('refunds.item-too-much', {}, { amount: 'refunds.item-too-much' });
  return ok([...byBill].map(([billId, minor]) => ({ billId: billId as BillId, amountMinor: minor })));
}

/** What the people who sign see of them, and what the hash covers; in one order. */
export interface SignedItem { readonly bill: string; readonly item: string; readonly amount: string }

export async function itemsOfRefund(tx: Tx, refundId: string, currency: Currency): Promise<RefundItemView[]> {
  const rows = await tx.$queryRaw<{ bill_id: string; number: string; item_code: string; label_zh: string; label_en: string; amount_minor: bigint }[]>`
    SELECT i.bill_id, b.number, i.item_code, i.amount_minor, l.label_zh, l.label_en FROM refund_item i JOIN bill b ON b.id = i.bill_id
    JOIN LATERAL (SELECT label_zh, label_en FROM bill_line x WHERE x.bill_id = i.bill_id AND x.item_code = i.item_code ORDER BY line_no LIMIT 1) l ON true
    WHERE i.refund_id = ${refundId} ORDER BY b.number, i.item_code`;
  return rows.map((r) => ({
    billId: r.bill_id, billNumber: r.number, item: r.item_code, labelZh: r.label_zh, labelEn: r.label_en, amount: toWire(money(r.amount_minor, currency)),
  }));
}

/** The same for the hash: from the refund's own rows. */
export async function signedItems(tx: Tx, refundId: string, currency: Currency): Promise<SignedItem[]> {
  const rows = await tx.$queryRaw<{ number: string; item_code: string; amount_minor: bigint }[]>`
    SELECT b.number, i.item_code, i.amount_minor FROM refund_item i JOIN bill b ON b.id = i.bill_id WHERE i.refund_id = ${refundId} ORDER BY b.number COLLATE "C", i.item_code COLLATE "C"`;
  return rows.map((r) => ({ bill: r.number, item: r.item_code, amount: toDecimal(money(r.amount_minor, currency)) }));
}
