/** Which chart counts on which day. */
import type { Tx } from '@/lib/platform/tx';
import { chartContent, type ChartContent } from './content';

export interface ChartInForce {
  readonly version: number;
  /** ISO day. */
  readonly from: string;
  readonly content: ChartContent;
}

/** All that ever came into force, newest version first. */
export async function chartsInForce(tx: Tx, institutionId: string): Promise<readonly ChartInForce[]> {
  const rows = await tx.chart_version.findMany({ where: { institution_id: institutionId, status: 'active' }, orderBy: { version: 'desc' } });
  return rows.map((row) => ({ version: row.version, from: row.effective_from.toISOString().slice(0, 10), content: chartContent.parse(row.content) }));
}

/** The newest version that counts on `day`; null: the books' own accounts. */
export const chartOn = (charts: readonly ChartInForce[], day: string): ChartInForce | null => charts.find((chart) => chart.from <= day) ?? null;
