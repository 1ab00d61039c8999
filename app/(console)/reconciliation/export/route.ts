import { getLocale, getTranslations } from 'next-intl/server';
import { consoleCtx } from '@/lib/edge';
import { exceptionRows, streamSheet } from '@/lib/reports';
import { wordsOfReport } from '../_components/report-words';
import { queryOf, readOpenFilter } from '../open/_components/open-filter';

/** The list of open differences as the page shows it, row by row, for a spreadsheet. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await consoleCtx('reconciliation.read');
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const words = wordsOfReport(await getTranslations('reconciliation'), await getLocale());
  const { cursor: _, ...filter } = queryOf(readOpenFilter(asked));
  return streamSheet(asked.as === 'csv' ? 'csv' : 'xlsx', 'open-differences', exceptionRows(ctx, filter, words, asked.columns?.split(',')));
}
