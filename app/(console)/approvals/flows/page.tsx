import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { delegationCandidates, listFlows } from '@/lib/approvals';
import { isApprovalKind } from '@/lib/approvals/model';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { FlowDesk } from '../_components/flow-desk';
import { FlowList } from '../_components/flow-list';

export async function generateMetadata() {
  return { title: (await getTranslations('approvals'))('flow.title') };
}

export default async function FlowsPage({ searchParams }: PageProps<'/approvals/flows'>) {
  const ctx = await consoleCtx('approval.read');
  const [t, { session }, flows, people, asked] = await Promise.all([
    getTranslations('approvals'), consoleSession(), shown(listFlows(ctx)), shown(delegationCandidates(ctx)), searchParams,
  ]);
  const kind = typeof asked.kind === 'string' && isApprovalKind(asked.kind) ? asked.kind : 'refund';
  const open = flows.find((flow) => flow.kind === kind)!;
  return (
    <I18nProvider namespaces={['approvals', 'identity', 'shell']} zone={session.institution.timeZone}>
      <PageHeader above={<TextLink href="/approvals">{t('detail.back')}</TextLink>} title={t('flow.title')} sentence={t('flow.sentence')} />
      <div className="grid items-start gap-4 desk:grid-cols-[16rem_minmax(0,1fr)]">
        <FlowList flows={flows} open={kind} />
        <FlowDesk key={`${kind}-${open.version}-${open.proposed?.version ?? 0}`} view={open} people={people} mayWrite={hasPermission(ctx.actor, 'approval.set-flow')} />
      </div>
    </I18nProvider>
  );
}
