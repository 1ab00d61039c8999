/** Money given to bills, and taken back by refunds: allocations are the truth, the bill's columns their cache. Set-based. */
import { assert } from '@/lib/kernel/assert';
import type { BillId, PaymentId, RefundId } from '@/lib/kernel/ids';
import { toIso, type Instant } from '@/lib/kernel/time';
import type { SqlTx } from '@/lib/platform/sql-tx';
import type { Scope } from '@/lib/platform/tx';
import type { BillCredit } from './hold-bills';

/** Adds the allocations, raises `paid_minor`, steps each bill's machine. The bills must be locked (lockBills) and able to take the money. */
export async function creditBills(tx: SqlTx, scope: Scope, credits: readonly BillCredit[]): Promise<void> {
  if (credits.length === 0) return;
  const rows = JSON.stringify(
    credits.map((c) => ({ bill: c.billId, payment: c.paymentId, minor: c.amountMinor.toString(), at: toIso(c.at), actor: c.actor })),
  );
  // Named apart from the rows, so that the planner knows how few bills it is about.
  const ids = [...new Set(credits.map((c) => c.billId))];
  const [done] = await tx.$queryRaw<{ credited: bigint; bills: bigint; wanted: bigint }[]>`
    WITH credit AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${rows}::json) AS c(bill text, payment text, minor bigint, at timestamptz, actor text)
    ), total AS MATERIALIZED (
      SELECT bill, sum(minor) AS minor, max(at) AS at, min(actor) AS actor FROM credit GROUP BY bill
    ), allocation AS (
      INSERT INTO bill_allocation (institution_id, bill_id, payment_id, refund_id, amount_minor, at)
      SELECT ${scope.institutionId}, bill, payment, NULL, minor, at FROM credit ORDER BY bill, payment RETURNING 1
    ), before AS MATERIALIZED (
      SELECT b.id, b.status, part.due, part.left_minor, CASE WHEN b.paid_minor + t.minor = b.total_minor THEN 'pay-full' WHEN caught.up THEN 'catch-up' ELSE 'pay-part' END AS event,
        CASE WHEN b.paid_minor + t.minor = b.total_minor THEN 'paid' WHEN b.status = 'overdue' AND NOT coalesce(caught.up, FALSE) THEN 'overdue' ELSE 'part-paid' END AS next
      FROM total t JOIN bill b ON b.id = t.bill
      -- Only bills in instalments look further: the first part this money does not fill, and whether its day is still to come.
      LEFT JOIN LATERAL (
        SELECT i.due_date AS due, i.up_to - b.paid_minor - t.minor AS left_minor
        FROM (SELECT due_date, seq, sum(amount_minor) OVER (ORDER BY seq)::bigint AS up_to FROM bill_instalment WHERE bill_id = b.id) i
        WHERE b.next_part_minor IS NOT NULL AND i.up_to > b.paid_minor + t.minor ORDER BY i.seq LIMIT 1
      ) part ON TRUE
      LEFT JOIN LATERAL (
        SELECT TRUE AS up FROM institution WHERE part.due IS NOT NULL AND b.status = 'overdue' AND institution.id = ${scope.institutionId}
          AND part.due >= (t.at AT TIME ZONE institution.time_zone)::date
      ) caught ON TRUE
      WHERE b.id = ANY(${ids}) AND b.status IN ('issued', 'part-paid', 'overdue')
    ), moved AS (
      UPDATE bill b SET paid_minor = b.paid_minor + t.minor, status = before.next, next_part_minor = before.left_minor,
        due_date = coalesce(before.due, b.due_date)
      FROM total t JOIN before ON before.id = t.bill WHERE b.id = t.bill AND b.id = ANY(${ids}) RETURNING b.id
    ), noted AS (
      INSERT INTO bill_transition (institution_id, bill_id, from_state, event, to_state, at, actor)
      SELECT ${scope.institutionId}, before.id, before.status, before.event, before.next, t.at, t.actor
      FROM before JOIN total t ON t.bill = before.id
    )
    SELECT (SELECT count(*) FROM allocation) AS credited, (SELECT count(*) FROM moved) AS bills, (SELECT count(*) FROM total) AS wanted`;
  assert(done && done.bills === done.wanted, 'money was given to a bill that cannot take it');
}

export interface BillRefund {
  readonly billId: BillId;
  readonly paymentId: PaymentId;
  readonly refundId: RefundId;
  /** Positive; booked as a negative allocation. */
  readonly amountMinor: bigint;
  readonly at: Instant;
  readonly actor: string;
}

/** Takes refunded money back from bills. The debt does not come back: `paid_minor` stays, `refunded_minor` grows. */
export async function refundBills(tx: SqlTx, scope: Scope, refunds: readonly BillRefund[]): Promise<void> {
  if (refunds.length === 0) return;
  const rows = JSON.stringify(
    refunds.map((r) => ({
      bill: r.billId,
      payment: r.paymentId,
      refund: r.refundId,
      minor: r.amountMinor.toString(),
      at: toIso(r.at),
      actor: r.actor,
    })),
  );
  const [done] = await tx.$queryRaw<{ bills: bigint; wanted: bigint }[]>`
    WITH back AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${rows}::json) AS r(bill text, payment text, refund text, minor bigint, at timestamptz, actor text)
    ), total AS MATERIALIZED (
      SELECT bill, sum(minor) AS minor, max(at) AS at, min(actor) AS actor FROM back GROUP BY bill
    ), allocation AS (
      INSERT INTO bill_allocation (institution_id, bill_id, payment_id, refund_id, amount_minor, at)
      SELECT ${scope.institutionId}, bill, payment, refund, -minor, at FROM back ORDER BY bill
    ), moved AS (
      UPDATE bill b SET refunded_minor = b.refunded_minor + t.minor FROM total t
      WHERE b.id = t.bill AND b.status IN ('part-paid', 'paid', 'overdue', 'written-off') AND b.refunded_minor + t.minor <= b.paid_minor
      RETURNING b.id, b.status
    ), noted AS (
      INSERT INTO bill_transition (institution_id, bill_id, from_state, event, to_state, at, actor)
      SELECT ${scope.institutionId}, m.id, m.status, 'refund', m.status, t.at, t.actor FROM moved m JOIN total t ON t.bill = m.id
    )
    SELECT (SELECT count(*) FROM moved) AS bills, (SELECT count(*) FROM total) AS wanted`;
  assert(done && done.bills === done.wanted, 'more was taken back from a bill than was given to it');
}
