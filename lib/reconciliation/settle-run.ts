/** The books of a run, and its fingerprint. */
import type { Currency } from '@/lib/kernel/money';
import { post } from '@/lib/ledger';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma } from '@/lib/platform/prisma/client';
import type { Tx } from '@/lib/platform/tx';
import type { LineRange } from './line-ids';
import { keptSums } from './line-sums';
import { settledEntry } from './postings';

interface SumRow { currency: string; payments: bigint; payment_fees: bigint; refunds: bigint; refund_fees: bigint }

export interface MatchedSums {
  readonly unsettled: number;
  readonly other: number;
  /** Of the lines that are matched, by this run or before, per currency. */
  readonly matched: readonly SumRow[];
}

const sums = Prisma.sql`
  coalesce(sum(l.amount_minor) FILTER (WHERE l.direction = 'credit'), 0)::bigint AS payments,
  coalesce(sum(l.fee_minor) FILTER (WHERE l.direction = 'credit'), 0)::bigint AS payment_fees,
  coalesce(sum(l.amount_minor) FILTER (WHERE l.direction = 'debit'), 0)::bigint AS refunds,
  coalesce(sum(l.fee_minor) FILTER (WHERE l.direction = 'debit'), 0)::bigint AS refund_fees`;

/** All lines, as they were added up when they were read, less the few that are left over: no join of a million with a million. */
export async function sumLines(tx: Tx, lines: LineRange, summary: unknown): Promise<MatchedSums> {
  const all = keptSums(summary) ?? await tx.$queryRaw<(SumRow & { kind: string; lines: bigint })[]>`
    SELECT l.currency, CASE WHEN NOT l.settled THEN 'unsettled' WHEN l.type IN ('payment', 'refund') THEN 'money' ELSE 'other' END AS kind, count(*) AS lines, ${sums}
    FROM statement_line l WHERE l.id >= ${lines.from} AND l.id < ${lines.to} GROUP BY 1, 2`;
  const left = await tx.$queryRaw<SumRow[]>`SELECT l.currency, ${sums} FROM leftover_line l GROUP BY 1`;
  const count = (kind: string) => all.filter((r) => r.kind === kind).reduce((sum, r) => sum + Number(r.lines), 0);
  return { unsettled: count('unsettled'), other: count('other'), matched: all.filter((r) => r.kind === 'money').map((r) => less(r, left.find((l) => l.currency === r.currency))) };
}

const less = (all: SumRow, left: SumRow | undefined): SumRow => ({
  currency: all.currency, payments: all.payments - (left?.payments ?? 0n), payment_fees: all.payment_fees - (left?.payment_fees ?? 0n),
  refunds: all.refunds - (left?.refunds ?? 0n), refund_fees: all.refund_fees - (left?.refund_fees ?? 0n),
});

/** Lines matched by this run leave clearing and arrive at the bank: one entry for all of them, per currency. */
export async function settleRun(
  tx: Tx, ctx: Ctx, run: { readonly id: string; readonly fileId: string; readonly channel: string; readonly lines: LineRange; readonly label: string }, found: MatchedSums,
): Promise<void> {
  const earlier = await tx.recon_run.count({ where: { file_id: run.fileId, status: 'done' } });
  // A first run matched whatever is matched; a later one is asked for its own part.
  const own = earlier === 0 ? found.matched : await tx.$queryRaw<SumRow[]>`
    SELECT l.currency, ${sums} FROM recon_match m JOIN statement_line l ON l.id = m.id
    WHERE m.id >= ${run.lines.from} AND m.id < ${run.lines.to} AND m.run_id = ${run.id} AND m.group_id IS NULL
      AND l.id >= ${run.lines.from} AND l.id < ${run.lines.to} GROUP BY 1`;
  const entries = own.flatMap((s) => settledEntry(
    { key: `settled:${run.id}:${s.currency}`, at: ctx.clock.now(), subjectKind: 'statement-file', subjectId: run.fileId, channel: run.channel, memo: run.label },
    {
      currency: s.currency as Currency, paymentsMinor: s.payments, paymentFeesMinor: s.payment_fees, refundsMinor: s.refunds, refundFeesMinor: s.refund_fees,
    }) ?? []);
  await post(tx, ctx, entries);
}

/**
 * Says what was concluded, whatever the order of the rows: a sum has no order. A match is told by its side (whose key and amount the line has), a
 * case by its reason, both numbers and both amounts.
 */
export async function resultHash(tx: Tx, lines: LineRange, runId: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ hash: string }[]>`
    WITH fact AS (
      SELECT hashtextextended(rule || ' ' || side_id, 1) AS h FROM recon_match
      WHERE id >= ${lines.from} AND id < ${lines.to} AND group_id IS NULL
      UNION ALL
      SELECT hashtextextended(min(g.rule) || ' ' || coalesce(string_agg(g.side_id, ',' ORDER BY g.side_id), '') || ' '
        || coalesce(sum(l.amount_minor * CASE l.direction WHEN 'credit' THEN 1 ELSE -1 END), 0) || ' ' || coalesce(sum(l.amount_minor), 0), 3)
      FROM recon_match g LEFT JOIN statement_line l ON l.id = g.line_id
      WHERE g.undone_at IS NULL AND g.run_id IS NOT NULL AND g.group_id IN (SELECT group_id FROM recon_match
        WHERE group_id IS NOT NULL AND line_id >= ${lines.from} AND line_id < ${lines.to}) GROUP BY g.group_id
      UNION ALL
      SELECT hashtextextended(concat_ws(' ', c.reason, l.merchant_no, l.orig_merchant_no, l.channel_no, c.side_id, c.bank_minor, c.our_minor), 2)
      FROM recon_case c LEFT JOIN statement_line l ON l.id = c.line_id
      WHERE (c.line_id >= ${lines.from} AND c.line_id < ${lines.to})
        OR (c.line_id IS NULL AND c.run_id IN (SELECT id FROM recon_run WHERE file_id = (SELECT file_id FROM recon_run WHERE id = ${runId})))
    ) SELECT encode(sha256(convert_to(concat_ws(':', count(*), coalesce(sum(h), 0), coalesce(sum(h # (h >> 17)), 0)), 'UTF8')), 'hex') AS hash FROM fact`;
  return row!.hash;
}
