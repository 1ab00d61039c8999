/** Columns that people keep under a name, by report. */
import { requirePermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { ReportKind, TemplateView } from './model';

const SHOWN_MAX = 100;

export async function listTemplates(ctx: Ctx): Promise<TemplateView[]> {
  requirePermission(ctx, 'reconciliation.read');
  const rows = await withTx(ctx, (tx) => tx.report_template.findMany({ orderBy: [{ report: 'asc' }, { name: 'asc' }], take: SHOWN_MAX }));
  return rows.map((r) => ({ id: r.id, report: r.report as ReportKind, name: r.name, columns: r.columns }));
}
