import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { LinkTabs } from '@/components/ui/tabs';
import { countMyApprovals, listApprovals } from '@/lib/approvals';
import { APPROVAL_VIEWS, approvalsView } from '@/lib/approvals/model';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { ApprovalsNav } from './_components/approvals-nav';
import { ApprovalsTable } from './_components/approvals-table';

export async function generateMetadata() {
  return { title: (await getTranslations('approvals'))('title') };
}

export default async function ApprovalsPage({ searchParams }: PageProps<'/approvals'>) {
  const ctx = await consoleCtx('approval.read');
  const asked = await searchParams;
  const view = approvalsView(asked.view);
  const cursor = typeof asked.cursor === 'string' ? asked.cursor.slice(0, 40) : null;
  const [t, { session }, page, mine] = await Promise.all([
    getTranslations('approvals'), consoleSession(), shown(listApprovals(ctx, { view, ...(cursor && { cursor }) })), countMyApprovals(ctx),
  ]);
  return (
    <I18nProvider namespaces={['approvals', 'shell']} zone={session.institution.timeZone}>
      <PageHeader title={t('title')} sentence={t('sentence')} actions={<ApprovalsNav waiting={mine.count} />} />
      <LinkTabs
        label={t('tabs.label')}
        items={APPROVAL_VIEWS.map((v) => ({
          href: `/approvals?view=${v}`, label: t(`tabs.${v}`), current: v === view, ...(v === 'mine' && { count: mine.count }),
        }))}
      />
      <ApprovalsTable rows={page.rows} view={view} nextCursor={page.nextCursor} />
    </I18nProvider>
  );
}
