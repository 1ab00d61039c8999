import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { zoned } from '@/lib/kernel/time';
import { listTemplates } from '@/lib/reports';
import { ReconTabs } from '../_components/recon-tabs';
import { ReportBuilder } from './_components/report-builder';
import { ReportPreview } from './_components/report-preview';
import { readReportQuery } from './_components/report-query';
import { rowsOf } from './_components/rows-of';

export async function generateMetadata() {
  return { title: (await getTranslations('reconciliation'))('reports.title') };
}

export default async function ReportsPage({ searchParams }: PageProps<'/reconciliation/reports'>) {
  const ctx = await consoleCtx('reconciliation.read');
  const { session } = await consoleSession();
  const q = readReportQuery(await searchParams, zoned(ctx.clock.now(), session.institution.timeZone).date);
  const [t, templates, rows] = await Promise.all([getTranslations('reconciliation'), shown(listTemplates(ctx)), rowsOf(ctx, q)]);
  return (
    <I18nProvider namespaces={['reconciliation']} zone={session.institution.timeZone}>
      <PageHeader title={t(`reports.kind.${q.report}`)} sentence={t('reports.sentence', { from: q.from, to: q.to })} />
      <div data-print="hide">
        <ReconTabs current="reports" />
        <ReportBuilder key={`${q.report} ${q.columns.join(',')}`} query={q} templates={templates} mayKeep={hasPermission(ctx.actor, 'reconciliation.import')} />
      </div>
      <ReportPreview rows={rows} caption={t(`reports.kind.${q.report}`)} more={t('reports.more')} none={t('reports.none')} />
    </I18nProvider>
  );
}
