import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { LinkTabs } from '@/components/ui/tabs';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { refundStages } from '@/lib/reports';
import { listRefunds } from '@/lib/refunds';
import { RefundsTable } from './_components/refunds-table';
import { StageTiles } from './_components/stage-tiles';

const VIEWS = ['open', 'done'] as const;
const STATES = ['requested', 'approved', 'executing', 'unknown', 'returned'] as const;

export async function generateMetadata() {
  return { title: (await getTranslations('refunds'))('title') };
}

export default async function RefundsPage({ searchParams }: PageProps<'/refunds'>) {
  const ctx = await consoleCtx('refund.read');
  const asked = await searchParams;
  const view = asked.view === 'done' ? 'done' : 'open';
  const state = STATES.find((one) => one === asked.state) ?? null;
  const cursor = typeof asked.cursor === 'string' ? asked.cursor.slice(0, 40) : null;
  const [t, { session }, page, stages] = await Promise.all([
    getTranslations('refunds'), consoleSession(), shown(listRefunds(ctx, { view, ...(state && { state }), ...(cursor && { cursor }) })), shown(refundStages(ctx)),
  ]);
  return (
    <I18nProvider namespaces={['refunds', 'shell']} zone={session.institution.timeZone}>
      <PageHeader
        title={t('title')} sentence={t('sentence')}
        actions={<><LinkButton href="/refunds/rules">{t('rules.open')}</LinkButton>{hasPermission(ctx.actor, 'refund.request') && <LinkButton href="/refunds/batch">{t('batch.open')}</LinkButton>}</>}
      />
      <StageTiles stages={stages} zone={session.institution.timeZone} current={state} />
      <LinkTabs label={t('tabs.label')} items={VIEWS.map((one) => ({ href: `/refunds?view=${one}`, label: t(`tabs.${one}`), current: state === null && one === view }))} />
      <RefundsTable rows={page.rows} nextCursor={page.nextCursor} view={view} />
    </I18nProvider>
  );
}
