/** What agrees: the matches of a channel's day, with the rule that made each. */
import { requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { pageSize, toPage, type Page } from '@/lib/kernel/page';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { linesOfFile } from './line-ids';
import type { MatchView, SideKind } from './model';

export interface MatchFilter {
  readonly fileId: string;
  /** The id of the last line shown. */
  readonly cursor?: string | null;
  readonly limit?: number;
}

interface Row {
  line_id: bigint; group_id: string | null; rule: string; rule_version: number; number: string | null; amount_minor: bigint; currency: string;
  side_kind: string | null; side_id: string | null; matched_by: string; matched_at: Date; reasons: string[] | null; by_rule: boolean;
}

export async function listMatches(ctx: Ctx, filter: MatchFilter): Promise<Page<MatchView>> {
  requirePermission(ctx, 'reconciliation.read');
  const limit = pageSize(filter.limit);
  const after = /^\d{1,18}$/.test(filter.cursor ?? '') ? BigInt(filter.cursor!) : 0n;
  return withTx(ctx, async (tx) => {
    const file = await tx.statement_file.findUnique({ where: { id: filter.fileId }, select: { seq: true } });
    if (!file) return { rows: [], nextCursor: null };
    const lines = linesOfFile(file.seq);
    const rows = await tx.$queryRaw<Row[]>`
      SELECT m.line_id, m.group_id, m.rule, m.rule_version, coalesce(l.merchant_no, l.orig_merchant_no) AS number, l.amount_minor, l.currency, m.side_kind, m.side_id,
        m.matched_by, m.matched_at, m.reasons, m.run_id IS NOT NULL AS by_rule
      FROM recon_match m JOIN statement_line l ON l.id = m.id
      WHERE m.id > ${after} AND m.id >= ${lines.from} AND m.id < ${lines.to} ORDER BY m.id LIMIT ${limit + 1}`;
    const page = toPage(rows, limit, (r) => r.line_id.toString());
    return { rows: page.rows.map(matchView), nextCursor: page.nextCursor };
  });
}

const matchView = (r: Row): MatchView => ({
  lineId: r.line_id.toString(), groupId: r.group_id, rule: r.rule, ruleVersion: r.rule_version, number: r.number,
  amount: toWire(money(r.amount_minor, r.currency as Currency)), sideKind: r.side_kind as SideKind | null, sideId: r.side_id, matchedBy: r.matched_by,
  matchedAt: r.matched_at.toISOString(), reasons: r.reasons ?? [], byRule: r.by_rule,
});
