import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterChips } from '@/components/ui/filter-chips';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { disputeDesk } from '@/lib/disputes';
import { ReconTabs } from '../_components/recon-tabs';
import { DisputeTable } from './_components/dispute-table';

const FILTERS = ['waiting', 'escalated', 'answered', 'all'] as const;
const HERE = '/reconciliation/disputes';

export async function generateMetadata() {
  return { title: (await getTranslations('disputes'))('title') };
}

export default async function DisputesPage({ searchParams }: PageProps<'/reconciliation/disputes'>) {
  const ctx = await consoleCtx('reconciliation.read');
  const { session } = await consoleSession();
  const { show, cursor } = await searchParams;
  const status = FILTERS.find((one) => one === show) ?? 'waiting';
  const [t, page] = await Promise.all([getTranslations('disputes'), shown(disputeDesk(ctx, { status, cursor: typeof cursor === 'string' ? cursor : null }))]);
  return (
    <I18nProvider namespaces={['disputes', 'reconciliation']} zone={session.institution.timeZone}>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <ReconTabs current="disputes" />
      <div className="mb-4"><FilterChips label={t('filter')} chips={FILTERS.map((one) => ({ id: one, label: t(`show.${one}`), href: `${HERE}?show=${one}`, active: one === status }))} /></div>
      {page.rows.length === 0 ? <EmptyState title={t('none')}>{t('noneSentence')}</EmptyState> : (
        <>
          <DisputeTable rows={page.rows} now={ctx.clock.now()} />
          <Pagination shown={page.rows.length} {...(cursor && { firstHref: `${HERE}?show=${status}` })} {...(page.nextCursor && { nextHref: `${HERE}?show=${status}&cursor=${page.nextCursor}` })} />
        </>
      )}
    </I18nProvider>
  );
}
