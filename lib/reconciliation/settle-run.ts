/** The books of a run, and its fingerprint. */
import type { Currency } from '@/lib/kernel/money';
import { post } from '@/lib/ledger';
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import type { LineRange } from './line-ids';
import { settledEntry } from './postings';

interface SumRow { currency: string; payments: bigint; payment_fees: bigint; refunds: bigint; refund_fees: bigint }

/** Lines matched by this run leave clearing and arrive at the bank: one entry for all of them, per currency. */
export async function settleRun(
  tx: Tx, ctx: Ctx, run: { readonly id: string; readonly fileId: string; readonly channel: string; readonly lines: LineRange; readonly label: string },
): Promise<void> {
  const sums = await tx.$queryRaw<SumRow[]>`
    SELECT l.currency,
      coalesce(sum(l.amount_minor) FILTER (WHERE l.direction = 'credit'), 0)::bigint AS payments,
      coalesce(sum(l.fee_minor) FILTER (WHERE l.direction = 'credit'), 0)::bigint AS payment_fees,
      coalesce(sum(l.amount_minor) FILTER (WHERE l.direction = 'debit'), 0)::bigint AS refunds,
      coalesce(sum(l.fee_minor) FILTER (WHERE l.direction = 'debit'), 0)::bigint AS refund_fees
    FROM recon_match m JOIN statement_line l ON l.id = m.line_id
    WHERE m.line_id >= ${run.lines.from} AND m.line_id < ${run.lines.to} AND m.run_id = ${run.id} AND m.undone_at IS NULL
      AND l.id >= ${run.lines.from} AND l.id < ${run.lines.to} GROUP BY l.currency`;
  const entries = sums.flatMap((s) => settledEntry(
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
      WHERE line_id >= ${lines.from} AND line_id < ${lines.to} AND undone_at IS NULL AND group_id IS NULL
      UNION ALL
      SELECT hashtextextended(concat_ws(' ', c.reason, l.merchant_no, l.orig_merchant_no, l.channel_no, c.side_id, c.bank_minor, c.our_minor), 2)
      FROM recon_case c LEFT JOIN statement_line l ON l.id = c.line_id
      WHERE (c.line_id >= ${lines.from} AND c.line_id < ${lines.to})
        OR (c.line_id IS NULL AND c.run_id IN (SELECT id FROM recon_run WHERE file_id = (SELECT file_id FROM recon_run WHERE id = ${runId})))
    ) SELECT encode(sha256(convert_to(concat_ws(':', count(*), coalesce(sum(h::numeric), 0), coalesce(sum((h # (h >> 17))::numeric), 0)), 'UTF8')), 'hex') AS hash FROM fact`;
  return row!.hash;
}
