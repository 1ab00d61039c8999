import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { unknownOrders, waitingFor } from '@/lib/reports';
import { PaymentTabs } from '../_components/payment-tabs';
import { UnknownTable } from '../_components/unknown-table';

export async function generateMetadata() {
  return { title: (await getTranslations('payments'))('tabs.unknown') };
}

export default async function UnknownOrdersPage() {
  const ctx = await consoleCtx('payment.read');
  const { session } = await consoleSession();
  const [t, rows, waiting] = await Promise.all([getTranslations('payments'), shown(unknownOrders(ctx)), waitingFor(ctx)]);
  return (
    <I18nProvider namespaces={['payments', 'shell']} zone={session.institution.timeZone}>
      <PageHeader title={t('tabs.unknown')} sentence={t('unknown.sentence')} />
      <PaymentTabs current="unknown" waiting={waiting} maySuspense={hasPermission(ctx.actor, 'suspense.read')} />
      <UnknownTable rows={rows} />
    </I18nProvider>
  );
}
