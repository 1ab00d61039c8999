import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { delegationCandidates, listDelegations } from '@/lib/approvals';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { DelegateDialog } from '../_components/delegate-dialog';
import { DelegationList } from '../_components/delegation-list';

export async function generateMetadata() {
  return { title: (await getTranslations('approvals'))('delegation.title') };
}

export default async function DelegationsPage() {
  const ctx = await consoleCtx('approval.read');
  const [t, { session }, rows, people] = await Promise.all([
    getTranslations('approvals'), consoleSession(), shown(listDelegations(ctx)), shown(delegationCandidates(ctx)),
  ]);
  const zone = session.institution.timeZone;
  return (
    <I18nProvider namespaces={['approvals', 'shell']} zone={zone}>
      <PageHeader
        above={<TextLink href="/approvals">{t('detail.back')}</TextLink>} title={t('delegation.title')} sentence={t('delegation.sentence')}
        actions={hasPermission(ctx.actor, 'approval.decide') && <DelegateDialog people={people} zone={zone} />}
      />
      <DelegationList rows={rows} zone={zone} />
    </I18nProvider>
  );
}
