/**
 * Do the books keep their promises? Each check compares two independent sources and names what is wrong. It reads tables of other modules:
 * the point is to catch them, and itself, disagreeing.
 */
import { requirePermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { Prisma } from '@/lib/platform/prisma/client';
import { ALL, paymentFacts } from './integrity/wrong-payments';
import { INTEGRITY_CHECKS, type IntegrityCheck, type IntegrityCheckName } from './model';

interface Found {
  checked: bigint;
  wrong: bigint;
  examples: string[] | null;
}
type Run = (tx: Tx) => Promise<Found[]>;

const CHECKS: Readonly<Record<Exclude<IntegrityCheckName, PaymentCheck>, Run>> = {
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
  // A bill is the sum of its lines, credit notes among them; its credit notes are the lines they made; its instalments are the whole bill.
  'bills-equal-lines-and-parts': (tx) => tx.$queryRaw<Found[]>`
    WITH l AS (
      SELECT bill_id, sum(amount_minor) AS total, coalesce(-sum(amount_minor) FILTER (WHERE credit_note_id IS NOT NULL), 0) AS credited FROM bill_line GROUP BY bill_id
    ), n AS (SELECT bill_id, sum(amount_minor) AS credited FROM bill_credit_note GROUP BY bill_id
    ), i AS (SELECT bill_id, sum(amount_minor) AS total FROM bill_instalment GROUP BY bill_id
    ), s AS (SELECT b.id, b.total_minor <> l.total OR coalesce(l.credited, 0) <> coalesce(n.credited, 0) OR (i.total IS NOT NULL AND i.total <> b.total_minor) AS bad
      FROM bill b LEFT JOIN l ON l.bill_id = b.id LEFT JOIN n ON n.bill_id = b.id LEFT JOIN i ON i.bill_id = b.id)
    SELECT count(*) AS checked, count(*) FILTER (WHERE bad) AS wrong, (array_agg(id) FILTER (WHERE bad))[1:10] AS examples FROM s`,
  'receivable-equals-open-bills': (tx) => tx.$queryRaw<Found[]>`
    WITH book AS (SELECT currency, sum(amount_minor) AS minor FROM ledger_posting WHERE account_code = '1122' GROUP BY currency),
    owed AS (SELECT currency, sum(total_minor - paid_minor) AS minor FROM bill WHERE status IN ('issued', 'part-paid', 'paid', 'overdue') GROUP BY currency),
    s AS (SELECT coalesce(book.currency, owed.currency) AS id, coalesce(book.minor, 0) <> coalesce(owed.minor, 0) AS bad
      FROM book FULL JOIN owed ON owed.currency = book.currency)
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

type PaymentCheck = 'payments-equal-allocations' | 'refunds-within-captured' | 'refundable-equals-ledger';
interface PaymentsFound { readonly checked: bigint; readonly spent: bigint; readonly promised: bigint; readonly booked: bigint; readonly not_spent: string[] | null; readonly not_promised: string[] | null; readonly not_booked: string[] | null }

/** Three promises of every payment, in one look at it. */
async function paymentChecks(tx: Tx): Promise<Readonly<Record<PaymentCheck, Found>>> {
  const [found] = await tx.$queryRaw<PaymentsFound[]>(Prisma.sql`
    SELECT count(*) AS checked, count(*) FILTER (WHERE NOT spent) AS spent, count(*) FILTER (WHERE NOT promised) AS promised, count(*) FILTER (WHERE NOT booked) AS booked,
      (array_agg(id) FILTER (WHERE NOT spent))[1:10] AS not_spent, (array_agg(id) FILTER (WHERE NOT promised))[1:10] AS not_promised,
      (array_agg(id) FILTER (WHERE NOT booked))[1:10] AS not_booked
    FROM (${paymentFacts(ALL)}) f`);
  const { checked, ...f } = found!;
  return {
    'payments-equal-allocations': { checked, wrong: f.spent, examples: f.not_spent },
    'refunds-within-captured': { checked, wrong: f.promised, examples: f.not_promised },
    'refundable-equals-ledger': { checked, wrong: f.booked, examples: f.not_booked },
  };
}

/** Every check on one consistent picture: for a transaction that repeats its reads. */
export async function runChecks(tx: Tx): Promise<IntegrityCheck[]> {
  const payments = await paymentChecks(tx);
  const checks: IntegrityCheck[] = [];
  for (const name of INTEGRITY_CHECKS) {
    const found = name in payments ? payments[name as PaymentCheck] : (await CHECKS[name as Exclude<IntegrityCheckName, PaymentCheck>](tx))[0];
    const wrong = found?.wrong ?? 0n;
    checks.push({ name, ok: wrong === 0n, checked: (found?.checked ?? 0n).toString(), wrong: wrong.toString(), examples: found?.examples ?? [] });
  }
  return checks;
}

/** Runs every check on one consistent picture of the institution's books. */
export async function checkIntegrity(ctx: Ctx): Promise<IntegrityCheck[]> {
  requirePermission(ctx, 'ledger.read');
  return withTx(ctx, runChecks, { isolation: 'RepeatableRead', timeoutMs: 120_000 });
}
