/**
 * The proof of a channel's day: every line that moved money is matched, decided, open, suspended or known from another file, and clearing holds exactly
 * what is still open. Closing keeps the proof; what changes later is booked on its own day and shows as a change since the close.
 */
import { requirePermission } from '@/lib/identity';
import { isChannelCode } from '@/lib/channels';
import { money, toWire } from '@/lib/kernel/money';
import { businessDate, isBusinessDate, type BusinessDate } from '@/lib/kernel/time';
import { ACCOUNTS } from '@/lib/ledger';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { DayCloseView, DayProof, ProofPart } from './model';

const PARTS = ['matched', 'decided', 'open', 'suspended', 'repeated'] as const;
const CLOSES_SHOWN = 20;

/** Null for a channel or date that cannot be. */
export async function dayClose(ctx: Ctx, channel: string, date: string): Promise<DayCloseView | null> {
  requirePermission(ctx, 'reconciliation.read');
  if (!isChannelCode(channel) || !isBusinessDate(date)) return null;
  return withTx(ctx, async (tx): Promise<DayCloseView> => {
    const proof = await proofOf(tx, channel, businessDate(date));
    const closes = await tx.recon_day_close.findMany({ where: { channel, day: new Date(`${date}T00:00:00Z`) }, orderBy: { seq: 'desc' }, take: CLOSES_SHOWN });
    const kept = closes.map((c) => ({ seq: c.seq, at: c.at.toISOString(), actor: c.actor, proof: c.proof as unknown as DayProof }));
    return { channel, date, proof, closes: kept, changedSince: kept[0] !== undefined && JSON.stringify(figures(kept[0].proof)) !== JSON.stringify(figures(proof)) };
  }, { timeoutMs: 60_000 });
}

/** What must stay as it was: the day's own parts. Clearing goes on with the days after. */
const figures = (proof: DayProof): unknown => [proof.files, proof.lines, ...PARTS.map((p) => [proof.parts[p].count, proof.parts[p].sum.minor])];

interface PartRow { part: (typeof PARTS)[number]; count: bigint; minor: bigint }

export async function proofOf(tx: Tx, channel: string, date: BusinessDate): Promise<DayProof> {
  const [{ files, ids }] = await tx.$queryRaw<[{ files: bigint; ids: bigint[] | null }]>`
    SELECT count(*) AS files, array_agg(seq) AS ids FROM statement_file WHERE channel = ${channel} AND ${date}::date = ANY(days) AND status = 'matched'`;
  const rows = await tx.$queryRaw<PartRow[]>`
    WITH printed AS (
      SELECT l.id, l.amount_minor * CASE l.direction WHEN 'credit' THEN 1 ELSE -1 END AS minor FROM unnest(${(ids ?? []).map(String)}::bigint[]) AS f(seq)
      JOIN statement_line l ON l.id >= f.seq << 24 AND l.id < (f.seq + 1) << 24 WHERE l.settled AND l.type IN ('payment', 'refund')
    ), line AS (
      -- A split line counts by its parts, each where it stands.
      SELECT p.id, p.minor FROM printed p WHERE NOT EXISTS (SELECT FROM recon_split s WHERE s.line_id = p.id AND s.undone_at IS NULL)
      UNION ALL
      SELECT l.id, l.amount_minor * CASE l.direction WHEN 'credit' THEN 1 ELSE -1 END FROM recon_split s JOIN printed p ON p.id = s.line_id
      JOIN statement_file x ON x.id = s.file_id JOIN statement_line l ON l.id >= x.seq << 24 AND l.id < (x.seq + 1) << 24 WHERE s.undone_at IS NULL
    ) SELECT CASE WHEN m.id IS NOT NULL THEN 'matched' WHEN c.status IN ('confirmed', 'written-off') THEN 'decided' WHEN c.status = 'suspended' THEN 'suspended'
        WHEN c.status IS NOT NULL AND c.status <> 'matched' THEN 'open' ELSE 'repeated' END AS part, count(*) AS count, sum(l.minor)::bigint AS minor
    FROM line l LEFT JOIN recon_match m ON m.id = l.id
    LEFT JOIN LATERAL (SELECT status FROM recon_case WHERE line_id = l.id AND reason <> 'fee-differs' ORDER BY created_at DESC LIMIT 1) c ON true GROUP BY 1`;
  const part = (name: (typeof PARTS)[number]): ProofPart => {
    const row = rows.find((r) => r.part === name);
    return { count: Number(row?.count ?? 0n), sum: toWire(money(row?.minor ?? 0n, 'CNY')) };
  };
  const total = rows.reduce((sum, r) => sum + r.minor, 0n);
  const { clearing, open } = await clearingOf(tx, channel);
  return {
    files: Number(files), lines: rows.reduce((sum, r) => sum + Number(r.count), 0), total: toWire(money(total, 'CNY')),
    parts: { matched: part('matched'), decided: part('decided'), open: part('open'), suspended: part('suspended'), repeated: part('repeated') },
    clearing: toWire(money(clearing, 'CNY')), openItems: toWire(money(open, 'CNY')), ties: clearing === open,
  };
}

/** What clearing holds, and what it should hold: money of ours that no line has explained and nobody has decided about. */
async function clearingOf(tx: Tx, channel: string): Promise<{ clearing: bigint; open: bigint }> {
  const [row] = await tx.$queryRaw<{ clearing: bigint; open: bigint }[]>`
    WITH fact AS (
      SELECT id, amount_minor AS minor, false AS returned FROM payment_attempt WHERE channel = ${channel} AND status = 'succeeded'
      UNION ALL SELECT id, -amount_minor, false FROM refund WHERE channel = ${channel} AND status IN ('succeeded', 'returned') AND succeeded_at IS NOT NULL
      UNION ALL SELECT id, amount_minor, status = 'returned' FROM suspense_item WHERE channel = ${channel}
    ) SELECT (SELECT coalesce(sum(amount_minor), 0)::bigint FROM ledger_posting WHERE account_code = ${ACCOUNTS.clearing(channel)}) AS clearing,
      coalesce(sum(CASE WHEN m.side_id IS NULL AND d.id IS NULL THEN f.minor ELSE 0 END - CASE WHEN f.returned THEN f.minor ELSE 0 END), 0)::bigint AS open
    FROM fact f LEFT JOIN recon_match m ON m.side_id = f.id AND m.undone_at IS NULL
    LEFT JOIN recon_case d ON d.side_id = f.id AND d.status IN ('confirmed', 'written-off') AND d.our_minor IS NOT NULL AND d.reason <> 'fee-differs'`;
  return row!;
}
