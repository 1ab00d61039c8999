import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { moneyText } from '@/components/money-format';
import { StatusBadge } from '@/components/status-badge';
import { Card } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { getApproval, listApprovals } from '@/lib/approvals';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { BatchSubject } from '../_components/batch-subject';
import { DecidePanel } from '../_components/decide-panel';
import { factorsOf } from '../_components/factors-of';
import { OperationFacts } from '../_components/operation-facts';
import { RefundSubject } from '../_components/refund-subject';
import { Signatures } from '../_components/signatures';
import { WalkRequests } from '../_components/walk-requests';

export default async function ApprovalPage({ params }: PageProps<'/approvals/[id]'>) {
  const ctx = await consoleCtx('approval.read');
  const { id } = await params;
  const [t, { session }, approval, waiting] = await Promise.all([
    getTranslations('approvals'),
    consoleSession(),
    shown(getApproval(ctx, id.slice(0, 40))),
    shown(listApprovals(ctx, { view: 'mine', limit: 200 })),
  ]);
  return (
    <I18nProvider namespaces={['approvals', 'identity', 'shell']} zone={session.institution.timeZone}>
      <PageHeader
        above={<TextLink href="/approvals">{t('detail.back')}</TextLink>}
        title={approval.amount.minor === '0' ? t(`kind.${approval.kind}`) : t('detail.title', { kind: t(`kind.${approval.kind}`), amount: moneyText(approval.amount) })}
        beside={<StatusBadge noun="approval" state={approval.status} />}
        actions={<WalkRequests id={approval.id} ids={waiting.rows.map((row) => row.id)} />}
      />
      <div className="grid items-start gap-4 desk:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-4">
          {approval.subjectKind === 'refund' && <RefundSubject approval={approval} />}
          {approval.subjectKind === 'refund-batch' && <BatchSubject approval={approval} />}
          {!approval.subjectKind.startsWith('refund') && <Card title={t('detail.what')}><p className="text-16">{t(`detail.generic.${approval.status}`)}</p></Card>}
          <OperationFacts approval={approval} zone={session.institution.timeZone} />
        </div>
        <div className="grid gap-4">
          {approval.decide && <DecidePanel approval={approval} factors={factorsOf(session)} />}
          <Signatures approval={approval} zone={session.institution.timeZone} />
        </div>
      </div>
    </I18nProvider>
  );
}
