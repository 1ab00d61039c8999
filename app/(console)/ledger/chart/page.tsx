import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { ownChart, previewChart } from '@/lib/ledger';
import { ChartEditor } from '../_components/chart-editor';
import { ChartPreview } from '../_components/chart-preview';
import { ChartVersions } from '../_components/chart-versions';
import { LedgerTabs } from '../_components/ledger-tabs';

export async function generateMetadata() {
  return { title: (await getTranslations('ledger'))('tabs.chart') };
}

export default async function ChartPage() {
  const ctx = await consoleCtx('ledger.read');
  const { session } = await consoleSession();
  const [t, view] = await Promise.all([getTranslations('ledger'), shown(ownChart(ctx))]);
  const content = view.draft?.content ?? view.inForce;
  const preview = content ? await shown(previewChart(ctx, content)) : [];
  return (
    <I18nProvider namespaces={['ledger', 'shell', 'errors']} zone={session.institution.timeZone}>
      <PageHeader title={t('tabs.chart')} sentence={t('chart.sentence')} />
      <LedgerTabs current="chart" />
      <div className="grid gap-4">
        <ChartVersions versions={view.versions} zone={session.institution.timeZone} />
        <ChartEditor key={view.versions[0]?.version ?? 0} view={view} mayWrite={hasPermission(ctx.actor, 'ledger.close')} />
        {content && <ChartPreview vouchers={preview} draft={view.draft !== null} />}
      </div>
    </I18nProvider>
  );
}
