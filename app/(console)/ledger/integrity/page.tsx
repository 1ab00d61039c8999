import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { toIso } from '@/lib/kernel/time';
import { checkIntegrity } from '@/lib/ledger';
import { CheckAgain } from '../_components/check-again';
import { CheckList } from '../_components/check-list';
import { LedgerTabs } from '../_components/ledger-tabs';

export async function generateMetadata() {
  return { title: (await getTranslations('ledger'))('tabs.integrity') };
}

export default async function IntegrityPage() {
  const ctx = await consoleCtx('ledger.read');
  const { session } = await consoleSession();
  const [t, checks] = await Promise.all([getTranslations('ledger'), shown(checkIntegrity(ctx))]);
  return (
    <I18nProvider namespaces={['ledger', 'shell']} zone={session.institution.timeZone}>
      <PageHeader title={t('tabs.integrity')} sentence={t('integrity.sentence')} actions={<CheckAgain words={t('integrity.again')} />} />
      <LedgerTabs current="integrity" />
      <CheckList checks={checks} at={toIso(ctx.clock.now())} zone={session.institution.timeZone} />
    </I18nProvider>
  );
}
