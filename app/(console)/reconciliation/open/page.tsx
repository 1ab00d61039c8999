import { getLocale, getTranslations } from 'next-intl/server';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { channelName, isChannelCode } from '@/lib/channels/model';
import { consoleCtx, shown } from '@/lib/edge';
import { listCases } from '@/lib/reconciliation';
import { ReconTabs } from '../_components/recon-tabs';
import { addressOf, queryOf, readOpenFilter } from './_components/open-filter';
import { OpenFilters } from './_components/open-filters';
import { OpenTable } from './_components/open-table';

export async function generateMetadata() {
  return { title: (await getTranslations('reconciliation'))('open.title') };
}

export default async function OpenPage({ searchParams }: PageProps<'/reconciliation/open'>) {
  const ctx = await consoleCtx('reconciliation.read');
  const filter = readOpenFilter(await searchParams);
  const [t, locale, page] = await Promise.all([getTranslations('reconciliation'), getLocale(), shown(listCases(ctx, { ...queryOf(filter), limit: 100 }))]);
  const rows = page.rows.map(({ id, date, channel, reason, number, difference, status, owner, followUpOn }) => ({
    id, date, channel, number, difference, followUpOn, owned: owner !== null, reason: t(`reason.${reason}`), state: t(`status.${status}`),
    bank: isChannelCode(channel) ? channelName(channel, locale) : channel,
  }));
  const heads = {
    caption: t('open.title'), day: t('open.day'), reason: t('open.reason'), number: t('open.number'), difference: t('desk.difference'), state: t('open.state'),
    followUp: t('open.followUp'),
  };
  return (
    <>
      <PageHeader
        title={t('open.title')} sentence={t('open.sentence')}
        actions={
          <>
            <LinkButton size="sm" href={addressOf(filter, { as: 'xlsx' }, '/reconciliation/export')} download>XLSX</LinkButton>
            <LinkButton size="sm" href={addressOf(filter, { as: 'csv' }, '/reconciliation/export')} download>CSV</LinkButton>
            <LinkButton size="sm" href={addressOf(filter, { as: 'pdf' }, '/reconciliation/export')} download>PDF</LinkButton>
          </>
        }
      />
      <ReconTabs current="open" />
      <OpenFilters filter={filter} />
      {page.rows.length === 0 ? <EmptyState title={t('open.none')} /> : (
        <>
          <OpenTable rows={rows} heads={heads} />
          <Pagination
            shown={page.rows.length}
            {...(filter.cursor && { firstHref: addressOf(filter, { cursor: null }) })}
            {...(page.nextCursor && { nextHref: addressOf(filter, { cursor: page.nextCursor }) })}
          />
        </>
      )}
    </>
  );
}
