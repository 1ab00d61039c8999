import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { paymentDesk, waitingFor } from '@/lib/reports';
import { isFiltered, queryOf, readFilter } from './_components/payment-filter';
import { PaymentFilters } from './_components/payment-filters';
import { PaymentTabs } from './_components/payment-tabs';
import { PaymentsTable } from './_components/payments-table';

export async function generateMetadata() {
  return { title: (await getTranslations('payments'))('title') };
}

export default async function PaymentsPage({ searchParams }: PageProps<'/payments'>) {
  const ctx = await consoleCtx('payment.read');
  const filter = readFilter(await searchParams);
  const { session } = await consoleSession();
  const zone = session.institution.timeZone;
  const [t, desk, waiting] = await Promise.all([getTranslations('payments'), shown(paymentDesk(ctx, queryOf(filter, zone))), waitingFor(ctx)]);
  return (
    <I18nProvider namespaces={['payments', 'shell']} zone={zone}>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <PaymentTabs current="all" waiting={waiting} maySuspense={hasPermission(ctx.actor, 'suspense.read')} />
      <PaymentFilters filter={filter} />
      <PaymentsTable desk={desk} filtered={isFiltered(filter)} />
    </I18nProvider>
  );
}
