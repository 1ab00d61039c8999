import { getLocale, getTranslations } from 'next-intl/server';
import { consoleCtx, consoleSession } from '@/lib/edge';
import { zoned } from '@/lib/kernel/time';
import { exceptionRows, streamReport } from '@/lib/reports';
import { wordsOfReport } from '../_components/report-words';
import { queryOf, readOpenFilter } from '../open/_components/open-filter';

/** The list of open differences as the page shows it, row by row, for a spreadsheet. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await consoleCtx('reconciliation.read');
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const { session } = await consoleSession();
  const t = await getTranslations('reconciliation');
  const words = wordsOfReport(t, await getLocale());
  const now = zoned(ctx.clock.now(), session.institution.timeZone);
  const { cursor: _, ...filter } = queryOf(readOpenFilter(asked));
  return streamReport(asked.as, 'open-differences', exceptionRows(ctx, filter, words, asked.columns?.split(',')), {
    title: t('open.title'), page: (number) => t('reports.page', { number }), made: t('reports.made', { at: `${now.date} ${now.time}` }),
  });
}
