/** The books after the run, read by a superuser who sees everything: acknowledged = stored = posted, debits = credits, each paid order credited once. */
import { withClient } from '@/scripts/db/logins';

export interface Audit {
  readonly ok: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
}

const COUNTS = `SELECT
  (SELECT count(*) FROM inbound_message WHERE verdict = 'order') AS stored,
  (SELECT count(*) FROM inbound_message WHERE verdict = 'order' AND processed_at IS NOT NULL AND result = 'credited') AS credited,
  (SELECT count(*) FROM payment) AS payments,
  (SELECT count(*) FROM payment WHERE status = 'succeeded' AND captured_minor = amount_minor) AS succeeded,
  (SELECT count(*) FROM payment_attempt WHERE status = 'succeeded') AS attempts_succeeded,
  (SELECT count(*) FROM routing_decision) AS routed,
  (SELECT count(*) FROM journal_entry WHERE kind = 'payment-succeeded') AS posted,
  (SELECT count(*) FROM outbox_event WHERE type = 'payment.succeeded') AS events,
  (SELECT count(DISTINCT subject_id) FROM outbox_event WHERE type = 'payment.succeeded') AS payments_with_event,
  (SELECT count(*) FROM bill WHERE status = 'paid' AND paid_minor = total_minor) AS bills_paid,
  (SELECT count(*) FROM bill_allocation) AS allocations,
  (SELECT count(*) FROM bill_hold) AS holds,
  (SELECT count(*) FROM suspense_item) AS suspense,
  (SELECT count(*) FROM inquiry_due) AS inquiries`;

const SUMS = `SELECT
  (SELECT coalesce(sum(amount_minor), 0) FROM ledger_posting)::text AS ledger,
  (SELECT count(*) FROM (SELECT entry_id FROM ledger_posting GROUP BY entry_id HAVING sum(amount_minor) <> 0) u)::text AS unbalanced,
  (SELECT coalesce(sum(amount_minor), 0) FROM bill_allocation)::text AS allocated,
  (SELECT coalesce(sum(p.amount_minor), 0) FROM ledger_posting p JOIN journal_entry e ON e.id = p.entry_id
    WHERE e.kind = 'payment-succeeded' AND p.amount_minor > 0)::text AS debited`;

/** @param paid what the bank holds: `channel orderNo` → fen */
export async function auditBooks(adminUrl: string, expected: { payments: number; acknowledged: number }, paid: ReadonlyMap<string, bigint>): Promise<Audit> {
  return withClient(adminUrl, async (admin) => {
    const counts = Object.fromEntries(Object.entries((await admin.query<Record<string, string>>(COUNTS)).rows[0]!).map(([k, v]) => [k, Number(v)]));
    const sums = (await admin.query<{ ledger: string; unbalanced: string; allocated: string; debited: string }>(SUMS)).rows[0]!;
    const wrong: string[] = [];
    const same = (name: string, got: unknown, want: unknown): void => { if (String(got) !== String(want)) wrong.push(`${name}: ${String(got)} instead of ${String(want)}`); };
    same('acknowledged', expected.acknowledged, expected.payments);
    for (const name of ['stored', 'credited', 'payments', 'succeeded', 'attempts_succeeded', 'posted', 'events', 'payments_with_event', 'bills_paid', 'allocations']) {
      same(name, counts[name], expected.payments);
    }
    if (counts.routed! < expected.payments) wrong.push(`routed: ${counts.routed} decisions for ${expected.payments} payments`);
    for (const name of ['holds', 'suspense', 'inquiries']) same(name, counts[name], 0);
    const total = [...paid.values()].reduce((sum, minor) => sum + minor, 0n);
    same('debits minus credits', sums.ledger, 0);
    same('unbalanced entries', sums.unbalanced, 0);
    same('allocated', sums.allocated, total);
    same('debited by payments', sums.debited, total);
    same('orders paid at the bank', paid.size, expected.payments);
    const { rows } = await admin.query<{ name: string; minor: string }>(`
      SELECT a.channel || ' ' || a.order_no AS name, sum(x.amount_minor)::text AS minor
      FROM payment_attempt a JOIN bill_allocation x ON x.payment_id = a.payment_id WHERE a.status = 'succeeded' GROUP BY 1`);
    const differing = rows.filter((r) => paid.get(r.name)?.toString() !== r.minor);
    same('orders credited with another amount than paid', differing.length, 0);
    return { ok: wrong.length === 0, counts, wrong };
  });
}
