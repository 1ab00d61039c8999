/** Which months of the books are closed, and how accounts are called outside. */
import { namesOf, requirePermission } from '@/lib/identity';
import { businessDateOf } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { ExportAccountView, PeriodView } from './model';
import { monthOf, monthsBetween, nextMonth } from './months';

/** Newest first, from the first entry to the month that runs. */
export async function listPeriods(ctx: Ctx): Promise<readonly PeriodView[]> {
  requirePermission(ctx, 'ledger.read');
  return withTx(ctx, async (tx) => {
    const [row] = await tx.$queryRaw<{ zone: string; cut_off: string; open_from: Date | null; first: Date | null }[]>`
      SELECT time_zone AS zone, day_cut_off AS cut_off, books_open_from AS open_from, (SELECT min(business_date) FROM journal_entry WHERE institution_id = ${ctx.institutionId}) AS first
      FROM institution WHERE id = ${ctx.institutionId}`;
    const { zone, cut_off, open_from, first } = row!;
    const current = monthOf(businessDateOf(ctx.clock.now(), zone, cut_off));
    const openMonth = open_from ? monthOf(open_from.toISOString()) : first ? monthOf(first.toISOString()) : current;
    const counts = await tx.$queryRaw<{ month: string; entries: bigint }[]>`SELECT to_char(business_date, 'YYYY-MM') AS month, count(*) AS entries FROM journal_entry GROUP BY 1`;
    const events = await tx.ledger_period.findMany({ where: { institution_id: ctx.institutionId }, orderBy: { id: 'asc' }, select: { month: true, event: true, at: true, actor: true } });
    const names = await namesOf(tx, events.map((e) => e.actor.replace(/^user:/, '')));
    const from = first && monthOf(first.toISOString()) < openMonth ? monthOf(first.toISOString()) : openMonth;
    return monthsBetween(from, current).map((month) => {
      const last = events.findLast((e) => e.month === month);
      const closed = month < openMonth;
      return {
        month, state: closed ? 'closed' as const : month === current ? 'running' as const : 'over' as const, entries: Number(counts.find((c) => c.month === month)?.entries ?? 0n),
        mayClose: !closed && month !== current && month === openMonth, mayReopen: closed && nextMonth(month) === openMonth,
        closedBy: closed && last ? names.get(last.actor.replace(/^user:/, '')) ?? last.actor : null, closedAt: closed && last ? last.at.toISOString() : null,
      };
    });
  });
}

export async function listExportAccounts(ctx: Ctx): Promise<readonly ExportAccountView[]> {
  requirePermission(ctx, 'ledger.read');
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<{ code: string; name_zh: string; name_en: string; export_code: string | null }[]>`
    SELECT a.code, a.name_zh, a.name_en, m.export_code FROM ledger_account a LEFT JOIN ledger_mapping m ON m.institution_id = a.institution_id AND m.slot = a.code ORDER BY a.code LIMIT 500`);
  return rows.map((r) => ({ code: r.code, nameZh: r.name_zh, nameEn: r.name_en, exportCode: r.export_code ?? r.code }));
}
