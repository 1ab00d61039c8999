/**
 * The books are checked all the time, at a cost that does not grow with them: each round looks at the entries that are new since the round before, at the
 * payments and refunds they touch, and again at what was found wrong. From time to time everything is looked at (check-whole.ts).
 */
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { IntegrityFinding } from '../model';
import { FINDINGS_MAX, keepBooks, takeBooks, type Books } from './state';
import { wrongPayments } from './wrong-payments';

/** Per round: what a round may cost is bounded, and a busy day is caught up with at night. */
const BATCH = 5_000;

interface Entry { readonly id: bigint; readonly subject_kind: string; readonly subject_id: string; readonly balanced: boolean }

/** Null while another process is at it. `ctx`: the system's. */
export async function checkRound(ctx: Ctx, batch = BATCH): Promise<{ readonly checked: number; readonly sound: boolean } | null> {
  const from = performance.now();
  return withTx(ctx, async (tx) => {
    const before = await takeBooks(tx, ctx.institutionId);
    if (!before) return null;
    const { horizon, final } = await nextHorizon(tx, before);
    const upTo = final && before.horizon.entry > before.checkedEntry ? before.horizon.entry : before.checkedEntry;
    const entries = upTo > before.checkedEntry ? await entriesOf(tx, ctx, before.checkedEntry, upTo, batch) : [];
    const full = entries.length === batch;
    const next: Books = {
      ...before, checkedEntry: full ? entries.at(-1)!.id : upTo, entries: before.entries + BigInt(entries.length),
      // The old horizon still stands for what a full batch left over.
      horizon: full || !final ? before.horizon : horizon, findings: await findingsOf(tx, ctx, before, entries), checkedAt: toDate(ctx.clock.now()),
    };
    await keepBooks(tx, ctx, before, next, { kind: 'round', tookMs: Math.round(performance.now() - from) });
    return { checked: entries.length, sound: next.findings.length === 0 };
  }, { isolation: 'RepeatableRead' });
}

/**
 * Numbers are given out before their transactions commit. What has a number up to now is complete once every transaction that runs now has ended:
 * that is what the next round finds out. Our own transaction number is taken after the last number was read, so whoever drew one before is before us.
 */
async function nextHorizon(tx: Tx, before: Books): Promise<{ readonly horizon: Books['horizon']; readonly final: boolean }> {
  const [drawn] = await tx.$queryRaw<{ entry: bigint }[]>`SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS entry FROM journal_entry_id_seq`;
  const [now] = await tx.$queryRaw<{ xid: string; final: boolean }[]>`
    SELECT pg_current_xact_id()::text AS xid, ${before.horizon.xid}::text::xid8 < pg_snapshot_xmin(pg_current_snapshot()) AS final`;
  return { horizon: { entry: drawn!.entry, xid: now!.xid }, final: now!.final };
}

const entriesOf = (tx: Tx, ctx: Ctx, after: bigint, upTo: bigint, limit: number): Promise<Entry[]> => tx.$queryRaw<Entry[]>`
  SELECT e.id, e.subject_kind, e.subject_id, coalesce(x.balanced, false) AS balanced
  FROM (SELECT id, subject_kind, subject_id FROM journal_entry WHERE institution_id = ${ctx.institutionId} AND id > ${after} AND id <= ${upTo} ORDER BY id LIMIT ${limit}) e
  LEFT JOIN LATERAL (
    SELECT bool_and(c.off = 0) AND sum(c.lines) >= 2 AS balanced
    FROM (SELECT sum(amount_minor) AS off, count(*) AS lines FROM ledger_posting p WHERE p.entry_id = e.id GROUP BY currency) c) x ON TRUE
  ORDER BY e.id`;

/** What the new entries touch, and what was wrong before and may be right by now. */
async function findingsOf(tx: Tx, ctx: Ctx, before: Books, entries: readonly Entry[]): Promise<IntegrityFinding[]> {
  const old = before.findings.filter((finding) => finding.check !== 'entries-balance');
  const again = before.findings.filter((finding) => finding.check === 'entries-balance').map((finding) => BigInt(finding.id));
  const still = again.length === 0 ? [] : await tx.$queryRaw<{ id: bigint }[]>`
    SELECT e.id FROM unnest(${again}::bigint[]) AS e(id) WHERE NOT EXISTS (
      SELECT FROM (SELECT sum(amount_minor) AS off, count(*) AS lines FROM ledger_posting p WHERE p.entry_id = e.id GROUP BY currency) c HAVING bool_and(c.off = 0) AND sum(c.lines) >= 2)`;
  const unbalanced = [...still.map((row) => row.id), ...entries.filter((entry) => !entry.balanced).map((entry) => entry.id)];
  const touched = new Set([...old.map((finding) => finding.id), ...(await paymentsOf(tx, ctx, entries))]);
  const wrong = await wrongPayments(tx, [...touched]);
  return [
    ...unbalanced.map((id) => ({ check: 'entries-balance' as const, id: id.toString() })),
    ...wrong.flatMap(({ id, checks }) => checks.map((check) => ({ check, id }))),
  ].slice(0, FINDINGS_MAX);
}

async function paymentsOf(tx: Tx, ctx: Ctx, entries: readonly Entry[]): Promise<string[]> {
  const of = (kind: string) => [...new Set(entries.filter((entry) => entry.subject_kind === kind).map((entry) => entry.subject_id))];
  const [refunds, items] = [of('refund'), of('suspense')];
  const others = refunds.length + items.length === 0 ? [] : await tx.$queryRaw<{ id: string }[]>`
    SELECT payment_id AS id FROM refund WHERE id = ANY(${refunds})
    UNION SELECT id FROM payment WHERE institution_id = ${ctx.institutionId} AND idempotency_key IN (SELECT 'suspense:' || i FROM unnest(${items}::text[]) i)`;
  return [...of('payment'), ...others.map((row) => row.id)];
}
