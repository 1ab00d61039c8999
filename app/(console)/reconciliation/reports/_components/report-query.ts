/** Which report, of which days, in which columns, as its address says it. */
import { z } from 'zod';
import { addDays, businessDate, isBusinessDate, type BusinessDate } from '@/lib/kernel/time';
import { COLUMNS_OF, REPORTS } from '@/lib/reports/model';

const day = z.string().refine(isBusinessDate).optional().catch(undefined);
const schema = z.object({ report: z.enum(REPORTS).catch('daily'), from: day, to: day, columns: z.string().max(300).optional().catch(undefined) });
const DAYS_BACK = 6;

export function readReportQuery(params: Readonly<Record<string, string | string[] | undefined>>, today: BusinessDate) {
  const { report, from, to, columns } = schema.parse(params);
  const until = to ? businessDate(to) : today;
  const known: readonly string[] = COLUMNS_OF[report];
  const asked = [...new Set(columns?.split(',') ?? [])].filter((c) => known.includes(c));
  return { report, from: from && from <= until ? businessDate(from) : addDays(until, -DAYS_BACK), to: until, columns: asked.length > 0 ? asked : [...known] };
}
export type ReportQuery = ReturnType<typeof readReportQuery>;

export const reportAddress = (q: ReportQuery, path: string, more: Readonly<Record<string, string>> = {}): string =>
  `${path}?${new URLSearchParams({ report: q.report, from: q.from, to: q.to, columns: q.columns.join(','), ...more })}`;
