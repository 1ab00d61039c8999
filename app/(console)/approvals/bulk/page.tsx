import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { getApproval, listApprovals } from '@/lib/approvals';
import { BULK_MAX } from '@/lib/approvals/model';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { BulkDecide } from '../_components/bulk-decide';
import { factorsOf } from '../_components/factors-of';

export async function generateMetadata() {
  return { title: (await getTranslations('approvals'))('bulk.title') };
}

export default async function BulkPage() {
  const ctx = await consoleCtx('approval.read');
  const [t, { session }, waiting] = await Promise.all([getTranslations('approvals'), consoleSession(), shown(listApprovals(ctx, { view: 'mine', limit: BULK_MAX }))]);
  const found = await Promise.all(waiting.rows.map((row) => getApproval(ctx, row.id)));
  const approvals = found.filter((approval) => approval !== null);
  return (
    <I18nProvider namespaces={['approvals', 'shell']} zone={session.institution.timeZone}>
      <PageHeader above={<TextLink href="/approvals">{t('detail.back')}</TextLink>} title={t('bulk.title')} sentence={t('bulk.sentence')} />
      {approvals.length === 0 ? <EmptyState title={t('empty.mine')}>{t('empty.mineSentence')}</EmptyState> : <BulkDecide approvals={approvals} factors={factorsOf(session)} />}
    </I18nProvider>
  );
}
