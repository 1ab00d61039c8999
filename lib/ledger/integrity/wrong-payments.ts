/**
 * Payments whose own figures, bills, refunds and books do not say the same. Refundable is what the books say it is: what came in for the payment, less
 * what refunds took back from income; refunds that wait for consent are promised and not yet booked.
 */
import { Prisma } from '@/lib/platform/prisma/client';
import type { Tx } from '@/lib/platform/tx';
import type { IntegrityCheckName } from '../model';

export interface WrongPayment {
  readonly id: string;
  readonly checks: readonly IntegrityCheckName[];
}

interface Row { readonly id: string; readonly spent: boolean; readonly promised: boolean; readonly booked: boolean }
/** All of the institution in scope. */
export const ALL = Prisma.sql`TRUE`;
export const oneOf = (ids: readonly string[]): Prisma.Sql => Prisma.sql`id = ANY(${[...ids]})`;

/** One row per payment that `which` names: whether each of three promises is kept. */
export const paymentFacts = (which: Prisma.Sql): Prisma.Sql => Prisma.sql`
  WITH p AS MATERIALIZED (
    SELECT id, institution_id, captured_minor, refunded_minor, refund_pending_minor,
      CASE WHEN idempotency_key LIKE 'suspense:%' THEN substr(idempotency_key, 10) END AS item
    FROM payment WHERE ${which}
  ), spent AS (
    SELECT a.payment_id, coalesce(sum(a.amount_minor) FILTER (WHERE a.amount_minor > 0), 0) AS given, coalesce(-sum(a.amount_minor) FILTER (WHERE a.amount_minor < 0), 0) AS back
    FROM bill_allocation a JOIN p ON p.id = a.payment_id GROUP BY 1
  ), refunds AS MATERIALIZED (
    -- One that came back and went again by transfer had left the payment once.
    SELECT f.payment_id, f.id, f.status, f.amount_minor, o.status IS NOT DISTINCT FROM 'returned' AS again
    FROM refund f JOIN p ON p.id = f.payment_id LEFT JOIN refund o ON o.id = f.replaces
  ), promised AS (
    SELECT payment_id, coalesce(sum(amount_minor) FILTER (WHERE status IN ('succeeded', 'returned')), 0) AS done,
      coalesce(sum(amount_minor) FILTER (WHERE status IN ('requested', 'approved', 'executing', 'unknown')), 0) AS pending,
      coalesce(sum(amount_minor) FILTER (WHERE status = 'requested'), 0) AS waiting
    FROM refunds WHERE NOT again GROUP BY 1
  ), booked_in AS (
    SELECT p.id, sum(l.amount_minor) AS minor FROM p
    JOIN journal_entry e ON e.institution_id = p.institution_id AND e.subject_id = coalesce(p.item, p.id)
    JOIN ledger_posting l ON l.entry_id = e.id
    WHERE CASE WHEN p.item IS NULL THEN l.account_code LIKE '1012.%' ELSE e.kind = 'suspense-credited' AND l.account_code = '2241.suspense' END GROUP BY 1
  ), booked_out AS (
    SELECT r.payment_id, sum(l.amount_minor) AS minor FROM refunds r JOIN p ON p.id = r.payment_id
    JOIN journal_entry e ON e.institution_id = p.institution_id AND e.subject_id = r.id
    JOIN ledger_posting l ON l.entry_id = e.id WHERE l.account_code = '6001.refund' GROUP BY 1
  )
  SELECT p.id,
    p.captured_minor = coalesce(s.given, 0) AND p.refunded_minor = coalesce(s.back, 0) AS spent,
    p.refunded_minor = coalesce(r.done, 0) AND p.refund_pending_minor = coalesce(r.pending, 0)
      AND p.refunded_minor + p.refund_pending_minor <= p.captured_minor AS promised,
    p.captured_minor = coalesce(i.minor, 0) AND p.refunded_minor + p.refund_pending_minor - coalesce(r.waiting, 0) = coalesce(o.minor, 0) AS booked
  FROM p LEFT JOIN spent s ON s.payment_id = p.id LEFT JOIN promised r ON r.payment_id = p.id
  LEFT JOIN booked_in i ON i.id = p.id LEFT JOIN booked_out o ON o.payment_id = p.id`;

/** Of the payments named by their ids, those that are not right. */
export async function wrongPayments(tx: Tx, ids: readonly string[]): Promise<WrongPayment[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`SELECT * FROM (${paymentFacts(oneOf(ids))}) f WHERE NOT (spent AND promised AND booked)`);
  return rows.map(({ id, spent, promised, booked }) => ({
    id,
    checks: [
      ...(spent ? [] : ['payments-equal-allocations' as const]), ...(promised ? [] : ['refunds-within-captured' as const]),
      ...(booked ? [] : ['refundable-equals-ledger' as const]),
    ],
  }));
}
