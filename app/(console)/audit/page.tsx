import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { auditChain, listAudit, listMembers } from '@/lib/identity';
import { businessDateOf } from '@/lib/kernel/time';
import { AuditFilters } from './_components/audit-filters';
import { AuditList } from './_components/audit-list';
import { ChainCard } from './_components/chain-card';
import { addressOf, readFilter } from './_components/filter';
import { PackForm } from './_components/pack-form';

export async function generateMetadata() {
  return { title: (await getTranslations('audit'))('title') };
}

export default async function AuditPage({ searchParams }: PageProps<'/audit'>) {
  const ctx = await consoleCtx('audit.read');
  const [t, { session }, asked] = await Promise.all([getTranslations('audit'), consoleSession(), searchParams]);
  const filter = readFilter(asked, session.institution.timeZone);
  const today = businessDateOf(ctx.clock.now(), session.institution.timeZone);
  const [page, members, chain] = await Promise.all([shown(listAudit(ctx, filter.query)), shown(listMembers(ctx)), shown(auditChain(ctx))]);
  return (
    <I18nProvider namespaces={['audit', 'shell']} zone={session.institution.timeZone}>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <ChainCard chain={chain} now={ctx.clock.now()} zone={session.institution.timeZone} />
      <PackForm from={`${today.slice(0, 8)}01`} until={today} />
      <AuditFilters shown={filter.shown} people={members.map((m) => ({ value: m.userId, label: m.name }))} />
      {page.rows.length === 0 ? (
        <EmptyState title={t('empty')}>{t('emptySentence')}</EmptyState>
      ) : (
        <AuditList rows={page.rows} zone={session.institution.timeZone} />
      )}
      <Pagination
        shown={page.rows.length}
        firstHref={filter.query.before ? addressOf(filter.shown) : null}
        nextHref={page.nextCursor && addressOf(filter.shown, page.nextCursor)}
      />
    </I18nProvider>
  );
}
