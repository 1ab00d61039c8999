import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { reconciliationOverview } from '@/lib/reconciliation';
import { ImportStatement } from './_components/import-statement';
import { OverviewTable } from './_components/overview-table';
import { ReconTabs } from './_components/recon-tabs';

export async function generateMetadata() {
  return { title: (await getTranslations('reconciliation'))('title') };
}

export default async function ReconciliationPage() {
  const ctx = await consoleCtx('reconciliation.read');
  const [t, overview] = await Promise.all([getTranslations('reconciliation'), shown(reconciliationOverview(ctx))]);
  const mayImport = hasPermission(ctx.actor, 'reconciliation.import');
  return (
    <I18nProvider namespaces={['reconciliation', 'statements']}>
      <PageHeader title={t('title')} sentence={t('sentence')} actions={mayImport && <ImportStatement channels={overview.channels} />} />
      <ReconTabs current="days" />
      <OverviewTable first={overview} mayImport={mayImport} />
    </I18nProvider>
  );
}
