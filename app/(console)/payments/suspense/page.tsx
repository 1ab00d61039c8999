import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { FilterChips } from '@/components/ui/filter-chips';
import { PageHeader } from '@/components/ui/page-header';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { addDays, businessDateOf } from '@/lib/kernel/time';
import { suspenseAgeing } from '@/lib/payments';
import { AGE_BUCKETS } from '@/lib/payments/model';
import { suspenseDesk, suspenseOwners, waitingFor } from '@/lib/reports';
import { PaymentTabs } from '../_components/payment-tabs';
import { SuspenseAges } from '../_components/suspense-ages';
import { SuspenseTable } from '../_components/suspense-table';

const VIEWS = ['held', 'credited', 'returned'] as const;
const HOLD_DAYS = 7;

export async function generateMetadata() {
  return { title: (await getTranslations('payments'))('tabs.suspense') };
}

export default async function SuspensePage({ searchParams }: PageProps<'/payments/suspense'>) {
  const ctx = await consoleCtx('suspense.read');
  const asked = await searchParams;
  const view = VIEWS.find((one) => one === asked.view) ?? 'held';
  const age = view === 'held' ? AGE_BUCKETS.find((one) => one.id === asked.age)?.id ?? null : null;
  const cursor = typeof asked.cursor === 'string' ? asked.cursor.slice(0, 100) : null;
  const mayDecide = hasPermission(ctx.actor, 'suspense.decide');
  const [t, { session }, desk, waiting, ages, owners] = await Promise.all([
    getTranslations('payments'), consoleSession(), shown(suspenseDesk(ctx, { status: view, cursor, ...(age && { age }) })), waitingFor(ctx), shown(suspenseAgeing(ctx)),
    mayDecide ? shown(suspenseOwners(ctx)) : [],
  ]);
  const { timeZone: zone, dayCutOff } = session.institution;
  const today = businessDateOf(ctx.clock.now(), zone, dayCutOff);
  return (
    <I18nProvider namespaces={['payments', 'shell']} zone={zone}>
      <PageHeader title={t('tabs.suspense')} sentence={t('suspense.sentence')} />
      <PaymentTabs current="suspense" waiting={waiting} maySuspense />
      <SuspenseAges ages={ages} chosen={age} zone={zone} />
      <div className="mb-3">
        <FilterChips
          label={t('suspense.views.label')}
          chips={VIEWS.filter((one) => one !== 'held').map((one) => ({
            id: one, label: t(`suspense.views.${one}`), href: one === view ? '/payments/suspense' : `/payments/suspense?view=${one}`, active: one === view,
          }))}
        />
      </div>
      <SuspenseTable rows={desk.rows} nextCursor={desk.nextCursor} view={view} mayDecide={mayDecide} owners={owners} today={today} until={addDays(today, HOLD_DAYS)} />
    </I18nProvider>
  );
}
