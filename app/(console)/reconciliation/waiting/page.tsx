import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { waitingMoney } from '@/lib/reconciliation';
import { ReconTabs } from '../_components/recon-tabs';
import { WaitingTable } from './_components/waiting-table';

export async function generateMetadata() {
  return { title: (await getTranslations('reconciliation'))('waiting.title') };
}

export default async function WaitingPage({ searchParams }: PageProps<'/reconciliation/waiting'>) {
  const ctx = await consoleCtx('reconciliation.read');
  const { cursor } = await searchParams;
  const { session } = await consoleSession();
  const [t, page] = await Promise.all([
    getTranslations('reconciliation'), shown(waitingMoney(ctx, { cursor: typeof cursor === 'string' ? cursor : null, limit: 100 })),
  ]);
  return (
    <I18nProvider namespaces={['reconciliation']} zone={session.institution.timeZone}>
      <PageHeader title={t('waiting.title')} sentence={t('waiting.sentence')} />
      <ReconTabs current="waiting" />
      {page.rows.length === 0 ? <EmptyState title={t('waiting.none')}>{t('waiting.noneSentence')}</EmptyState> : (
        <>
          <WaitingTable rows={page.rows} mayResolve={hasPermission(ctx.actor, 'reconciliation.resolve')} />
          <Pagination
            shown={page.rows.length}
            {...(cursor && { firstHref: '/reconciliation/waiting' })}
            {...(page.nextCursor && { nextHref: `/reconciliation/waiting?cursor=${page.nextCursor}` })}
          />
        </>
      )}
    </I18nProvider>
  );
}
