/** The rows of a report in the reader's words: the same for the page, the spreadsheet and the paper. */
import { getLocale, getTranslations } from 'next-intl/server';
import type { Ctx } from '@/lib/platform/ctx';
import { dailyRows, exceptionRows } from '@/lib/reports';
import type { SheetCell } from '@/lib/reports/model';
import { wordsOfReport } from '../../_components/report-words';
import type { ReportQuery } from './report-query';

export async function rowsOf(ctx: Ctx, q: ReportQuery): Promise<AsyncGenerator<readonly SheetCell[]>> {
  const words = wordsOfReport(await getTranslations('reconciliation'), await getLocale());
  return q.report === 'daily' ? dailyRows(ctx, q, words, q.columns) : exceptionRows(ctx, { status: 'undecided', from: q.from, to: q.to }, words, q.columns);
}
