import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { listPlans } from '@/lib/bill-items';
import { consoleCtx, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { CreatePlan } from './_components/create-plan';
import { PlanTable } from './_components/plan-table';

export async function generateMetadata() {
  return { title: (await getTranslations('bill-items'))('title') };
}

export default async function BillItemsPage() {
  const ctx = await consoleCtx('fee-plan.read');
  const [t, plans] = await Promise.all([getTranslations('bill-items'), shown(listPlans(ctx))]);
  const create = hasPermission(ctx.actor, 'fee-plan.write') && (
    <I18nProvider namespaces={['bill-items']}>
      <CreatePlan taken={plans.map((p) => p.code)} />
    </I18nProvider>
  );
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('sentence')}
        actions={
          <>
            <LinkButton href="/bill-items/readings" shortcut="r">{t('readings.open')}</LinkButton>
            {create}
          </>
        }
      />
      {plans.length === 0 ? <EmptyState title={t('empty.title')}>{t('empty.sentence')}</EmptyState> : <PlanTable plans={plans} />}
    </>
  );
}
