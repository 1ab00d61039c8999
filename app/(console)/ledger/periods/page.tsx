import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { listExportAccounts, listPeriods } from '@/lib/ledger';
import { ExportCodes } from '../_components/export-codes';
import { LedgerTabs } from '../_components/ledger-tabs';
import { PeriodList } from '../_components/period-list';

export async function generateMetadata() {
  return { title: (await getTranslations('ledger'))('tabs.periods') };
}

export default async function PeriodsPage() {
  const ctx = await consoleCtx('ledger.read');
  const [t, { session }, periods, accounts] = await Promise.all([getTranslations('ledger'), consoleSession(), shown(listPeriods(ctx)), shown(listExportAccounts(ctx))]);
  const mayClose = hasPermission(ctx.actor, 'ledger.close');
  return (
    <I18nProvider namespaces={['ledger', 'shell']} zone={session.institution.timeZone}>
      <PageHeader title={t('tabs.periods')} sentence={t('periods.sentence')} />
      <LedgerTabs current="periods" />
      <div className="grid gap-4">
        <PeriodList periods={periods} mayClose={mayClose} zone={session.institution.timeZone} />
        <ExportCodes accounts={accounts} mayWrite={mayClose} />
      </div>
    </I18nProvider>
  );
}
