import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { FilterChips } from '@/components/ui/filter-chips';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { suspenseDesk, waitingFor } from '@/lib/reports';
import { PaymentTabs } from '../_components/payment-tabs';
import { SuspenseTable } from '../_components/suspense-table';

const VIEWS = ['held', 'credited', 'returned'] as const;

export async function generateMetadata() {
  return { title: (await getTranslations('payments'))('tabs.suspense') };
}

export default async function SuspensePage({ searchParams }: PageProps<'/payments/suspense'>) {
  const ctx = await consoleCtx('suspense.read');
  const asked = await searchParams;
  const view = VIEWS.find((one) => one === asked.view) ?? 'held';
  const cursor = typeof asked.cursor === 'string' ? asked.cursor.slice(0, 100) : null;
  const [t, { session }, desk, waiting] = await Promise.all([
    getTranslations('payments'), consoleSession(), shown(suspenseDesk(ctx, { status: view, cursor })), waitingFor(ctx),
  ]);
  return (
    <I18nProvider namespaces={['payments', 'shell']} zone={session.institution.timeZone}>
      <PageHeader title={t('tabs.suspense')} sentence={t('suspense.sentence')} />
      <PaymentTabs current="suspense" waiting={waiting} maySuspense />
      <div className="mb-3">
        <FilterChips
          label={t('suspense.views.label')}
          chips={VIEWS.filter((one) => one !== 'held').map((one) => ({
            id: one, label: t(`suspense.views.${one}`), href: one === view ? '/payments/suspense' : `/payments/suspense?view=${one}`, active: one === view,
          }))}
        />
      </div>
      <SuspenseTable rows={desk.rows} nextCursor={desk.nextCursor} view={view} mayDecide={hasPermission(ctx.actor, 'suspense.decide')} />
    </I18nProvider>
  );
}
