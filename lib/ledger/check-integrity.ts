/**
 * Do the books keep their promises? Each check compares two independent sources and names what is wrong. It reads tables of other modules:
 * the point is to catch them, and itself, disagreeing.
 */
import { requirePermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { IntegrityCheck, IntegrityCheckName } from './model';

interface Found {
  checked: bigint;
  wrong: bigint;
  examples: string[] | null;
}
type Run = (tx: Tx) => Promise<Found[]>;

const CHECKS: Readonly<Record<IntegrityCheckName, Run>> = {
  'books-sum-to-zero': (tx) => tx.$queryRaw<Found[]>`
    WITH s AS (SELECT currency AS id, sum(amount_minor) AS off FROM ledger_posting GROUP BY currency)
    SELECT count(*) AS checked, count(*) FILTER (WHERE off <> 0) AS wrong, (array_agg(id) FILTER (WHERE off <> 0))[1:10] AS examples FROM s`,
  'entries-balance': (tx) => tx.$queryRaw<Found[]>`
    WITH s AS (
      SELECT e.id::text AS id, bool_or(x.entry_id IS NULL OR x.off <> 0 OR x.n < 2) AS bad FROM journal_entry e
      LEFT JOIN (SELECT entry_id, currency, sum(amount_minor) AS off, sum(count(*)) OVER (PARTITION BY entry_id) AS n
        FROM ledger_posting GROUP BY entry_id, currency) x ON x.entry_id = e.id GROUP BY e.id)
    SELECT count(*) AS checked, count(*) FILTER (WHERE bad) AS wrong, (array_agg(id) FILTER (WHERE bad))[1:10] AS examples FROM s`,
  // Per channel: what clearing was given for payments and held money, less what refunds, returns and statements took, is what its kinds say.
  'clearing-equals-open-items': (tx) => tx.$queryRaw<Found[]>`
    WITH book AS (
      SELECT substr(p.account_code, 6) AS channel, p.currency,
        sum(p.amount_minor) FILTER (WHERE e.kind IN ('payment-succeeded', 'suspense-received')) AS received
      FROM ledger_posting p JOIN journal_entry e ON e.id = p.entry_id WHERE p.account_code LIKE '1012.%' GROUP BY 1, 2
    ), fact AS (
      SELECT channel, currency, sum(minor) AS received FROM (
        SELECT channel, currency, captured_minor AS minor FROM payment WHERE captured_minor > 0 AND idempotency_key NOT LIKE 'suspense:%'
        UNION ALL SELECT channel, currency, amount_minor FROM suspense_item) x GROUP BY 1, 2
    ), s AS (
      SELECT coalesce(book.channel, fact.channel) AS id, coalesce(book.received, 0) <> coalesce(fact.received, 0) AS bad
      FROM book FULL JOIN fact ON fact.channel = book.channel AND fact.currency = book.currency)
    SELECT count(*) AS checked, count(*) FILTER (WHERE bad) AS wrong, (array_agg(id) FILTER (WHERE bad))[1:10] AS examples FROM s`,
  'suspense-equals-held-items': (tx) => tx.$queryRaw<Found[]>`
    WITH book AS (SELECT currency, -sum(amount_minor) AS minor FROM ledger_posting WHERE account_code = '2241.suspense' GROUP BY currency),
    held AS (SELECT currency, sum(amount_minor) AS minor FROM suspense_item WHERE status = 'held' GROUP BY currency),
    s AS (SELECT coalesce(book.currency, held.currency) AS id, coalesce(book.minor, 0) <> coalesce(held.minor, 0) AS bad
      FROM book FULL JOIN held ON held.currency = book.currency)
    SELECT count(*) AS checked, count(*) FILTER (WHERE bad) AS wrong, (array_agg(id) FILTER (WHERE bad))[1:10] AS examples FROM s`,
  'bills-equal-allocations': (tx) => tx.$queryRaw<Found[]>`
    WITH a AS (
      SELECT bill_id, coalesce(sum(amount_minor) FILTER (WHERE amount_minor > 0), 0) AS paid,
        coalesce(-sum(amount_minor) FILTER (WHERE amount_minor < 0), 0) AS back FROM bill_allocation GROUP BY bill_id
    ), s AS (SELECT b.id, b.paid_minor <> coalesce(a.paid, 0) OR b.refunded_minor <> coalesce(a.back, 0) OR b.paid_minor > b.total_minor AS bad
      FROM bill b LEFT JOIN a ON a.bill_id = b.id)
    SELECT count(*) AS checked, count(*) FILTER (WHERE bad) AS wrong, (array_agg(id) FILTER (WHERE bad))[1:10] AS examples FROM s`,
  'payments-equal-allocations': (tx) => tx.$queryRaw<Found[]>`
    WITH a AS (
      SELECT payment_id, coalesce(sum(amount_minor) FILTER (WHERE amount_minor > 0), 0) AS paid,
        coalesce(-sum(amount_minor) FILTER (WHERE amount_minor < 0), 0) AS back FROM bill_allocation GROUP BY payment_id
    ), s AS (SELECT p.id, p.captured_minor <> coalesce(a.paid, 0) OR p.refunded_minor <> coalesce(a.back, 0) AS bad
      FROM payment p LEFT JOIN a ON a.payment_id = p.id)
    SELECT count(*) AS checked, count(*) FILTER (WHERE bad) AS wrong, (array_agg(id) FILTER (WHERE bad))[1:10] AS examples FROM s`,
  'receivable-equals-open-bills': (tx) => tx.$queryRaw<Found[]>`
    WITH book AS (SELECT currency, sum(amount_minor) AS minor FROM ledger_posting WHERE account_code = '1122' GROUP BY currency),
    owed AS (SELECT currency, sum(total_minor - paid_minor) AS minor FROM bill WHERE status IN ('issued', 'part-paid', 'paid', 'overdue') GROUP BY currency),
    s AS (SELECT coalesce(book.currency, owed.currency) AS id, coalesce(book.minor, 0) <> coalesce(owed.minor, 0) AS bad
      FROM book FULL JOIN owed ON owed.currency = book.currency)
    SELECT count(*) AS checked, count(*) FILTER (WHERE bad) AS wrong, (array_agg(id) FILTER (WHERE bad))[1:10] AS examples FROM s`,
  // A refund that came back had left the payment all the same: what is owed again is a liability of its own.
  'refunds-within-captured': (tx) => tx.$queryRaw<Found[]>`
    WITH r AS (
      SELECT f.payment_id, coalesce(sum(f.amount_minor) FILTER (WHERE f.status IN ('succeeded', 'returned')), 0) AS done,
        coalesce(sum(f.amount_minor) FILTER (WHERE f.status IN ('requested', 'approved', 'executing', 'unknown')), 0) AS pending
      FROM refund f LEFT JOIN refund o ON o.id = f.replaces WHERE o.status IS DISTINCT FROM 'returned' GROUP BY f.payment_id
    ), s AS (SELECT p.id, p.refunded_minor <> coalesce(r.done, 0) OR p.refund_pending_minor <> coalesce(r.pending, 0)
        OR p.refunded_minor + p.refund_pending_minor > p.captured_minor AS bad
      FROM payment p LEFT JOIN r ON r.payment_id = p.id WHERE p.captured_minor > 0 OR r.payment_id IS NOT NULL)
    SELECT count(*) AS checked, count(*) FILTER (WHERE bad) AS wrong, (array_agg(id) FILTER (WHERE bad))[1:10] AS examples FROM s`,
  'holds-have-live-payments': (tx) => tx.$queryRaw<Found[]>`
    WITH s AS (SELECT h.bill_id AS id, p.id IS NULL OR p.status NOT IN ('created', 'submitted', 'unknown') AS bad
      FROM bill_hold h LEFT JOIN payment p ON p.id = h.payment_id)
    SELECT count(*) AS checked, count(*) FILTER (WHERE bad) AS wrong, (array_agg(id) FILTER (WHERE bad))[1:10] AS examples FROM s`,
  // An order that may still take money is being asked about, or a person is deciding about its money; nothing hangs unseen.
  'orders-have-an-end-or-inquiry': (tx) => tx.$queryRaw<Found[]>`
    WITH s AS (
      SELECT a.id, NOT EXISTS (SELECT FROM inquiry_due i WHERE i.subject_id = a.id AND i.institution_id = a.institution_id)
        AND NOT EXISTS (SELECT FROM suspense_item x WHERE x.attempt_id = a.id AND x.status = 'held') AS bad
      FROM payment_attempt a WHERE a.status IN ('created', 'submitting', 'accepted', 'unknown')
      UNION ALL
      SELECT p.id, NOT EXISTS (SELECT FROM payment_attempt a WHERE a.payment_id = p.id AND a.status IN ('created', 'submitting', 'accepted', 'unknown'))
        AND NOT EXISTS (SELECT FROM inquiry_due i WHERE i.subject_id = p.id AND i.institution_id = p.institution_id)
      FROM payment p WHERE p.status IN ('created', 'submitted', 'unknown'))
    SELECT count(*) AS checked, count(*) FILTER (WHERE bad) AS wrong, (array_agg(id) FILTER (WHERE bad))[1:10] AS examples FROM s`,
};

/** Runs every check on one consistent picture of the institution's books. */
export async function checkIntegrity(ctx: Ctx): Promise<IntegrityCheck[]> {
  requirePermission(ctx, 'ledger.read');
  return withTx(
    ctx,
    async (tx) => {
      const checks: IntegrityCheck[] = [];
      for (const [name, run] of Object.entries(CHECKS) as [IntegrityCheckName, Run][]) {
        const [found] = await run(tx);
        const wrong = found?.wrong ?? 0n;
        checks.push({
          name,
          ok: wrong === 0n,
          checked: (found?.checked ?? 0n).toString(),
          wrong: wrong.toString(),
          examples: found?.examples ?? [],
        });
      }
      return checks;
    },
    { isolation: 'RepeatableRead', timeoutMs: 120_000 },
  );
}
