import { getLocale, getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { TextLink } from '@/components/ui/text-link';
import { channelName } from '@/lib/channels/model';
import { consoleCtx, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { listMatches, reconciliationDay } from '@/lib/reconciliation';
import { MatchTable } from './_components/match-table';

export async function generateMetadata() {
  return { title: (await getTranslations('reconciliation'))('matched.title') };
}

export default async function MatchedPage({ params, searchParams }: PageProps<'/reconciliation/[channel]/[date]/matched'>) {
  const ctx = await consoleCtx('reconciliation.read');
  const { channel, date } = await params;
  const { cursor } = await searchParams;
  const day = await shown(reconciliationDay(ctx, channel, date));
  const [t, locale] = await Promise.all([getTranslations('reconciliation'), getLocale()]);
  const page = day.fileId === null ? null : await listMatches(ctx, { fileId: day.fileId, cursor: typeof cursor === 'string' ? cursor : null });
  const here = `/reconciliation/${channel}/${date}`;
  return (
    <I18nProvider namespaces={['reconciliation']}>
      <PageHeader
        above={<TextLink href={here}>{`${channelName(day.channel, locale)} · ${date}`}</TextLink>} title={t('matched.title')} sentence={t('matched.sentence')}
      />
      {!page || page.rows.length === 0 ? <EmptyState title={t('matched.none')} /> : (
        <>
          <MatchTable rows={page.rows} mayResolve={hasPermission(ctx.actor, 'reconciliation.resolve')} />
          <Pagination
            shown={page.rows.length}
            {...(cursor && { firstHref: `${here}/matched` })}
            {...(page.nextCursor && { nextHref: `${here}/matched?cursor=${page.nextCursor}` })}
          />
        </>
      )}
    </I18nProvider>
  );
}
