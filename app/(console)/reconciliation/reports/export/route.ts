import { getTranslations } from 'next-intl/server';
import { consoleCtx, consoleSession } from '@/lib/edge';
import { zoned } from '@/lib/kernel/time';
import { streamReport } from '@/lib/reports';
import { readReportQuery } from '../_components/report-query';
import { rowsOf } from '../_components/rows-of';

/** A report as a spreadsheet or on paper, row by row while it is sent. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await consoleCtx('reconciliation.read');
  const { session } = await consoleSession();
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const now = zoned(ctx.clock.now(), session.institution.timeZone);
  const q = readReportQuery(asked, now.date);
  const t = await getTranslations('reconciliation');
  return streamReport(asked.as, `${q.report}-${q.from}-${q.to}`, await rowsOf(ctx, q), {
    title: `${t(`reports.kind.${q.report}`)} ${q.from} – ${q.to}`, page: (number) => t('reports.page', { number }), made: t('reports.made', { at: `${now.date} ${now.time}` }),
  });
}
