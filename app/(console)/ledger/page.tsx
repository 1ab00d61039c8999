import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { trialBalance } from '@/lib/ledger';
import { asOfDay } from './_components/as-of';
import { BalanceTable } from './_components/balance-table';
import { DayForm } from './_components/day-form';
import { LedgerTabs } from './_components/ledger-tabs';

export async function generateMetadata() {
  return { title: (await getTranslations('ledger'))('title') };
}

export default async function LedgerPage({ searchParams }: PageProps<'/ledger'>) {
  const ctx = await consoleCtx('ledger.read');
  const { session } = await consoleSession();
  const zone = session.institution.timeZone;
  const params = await searchParams;
  const asked = asOfDay(params.day, zone, params.time);
  const [t, balance] = await Promise.all([getTranslations('ledger'), shown(trialBalance(ctx, asked?.at))]);
  const exportHref = asked ? `/ledger/export?day=${asked.day}&time=${asked.time}` : '/ledger/export';
  return (
    <I18nProvider namespaces={['ledger', 'shell']} zone={zone}>
      <PageHeader title={t('title')} sentence={t('sentence')} actions={<LinkButton href={exportHref} prefetch={false}>{t('balance.export')}</LinkButton>} />
      <LedgerTabs current="balance" />
      <DayForm day={asked?.day ?? null} time={asked?.time ?? ''} asOf={balance.asOf} zone={zone} />
      <BalanceTable balance={balance} chosen={asked !== null} />
    </I18nProvider>
  );
}
