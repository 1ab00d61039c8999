import { useTranslations } from 'next-intl';
import { LinkButton } from '@/components/ui/link-button';
import { hasPermission } from '@/lib/identity';
import type { Ctx } from '@/lib/platform/ctx';
import type { RefundView } from '@/lib/refunds/model';
import { RecordDialog, TransferDialog } from './transfer-dialogs';

/** What this person may do about this refund now. */
export function RefundActions({ refund, actor }: { refund: RefundView; actor: Ctx['actor'] }) {
  const t = useTranslations('refunds');
  const closed = (refund.status === 'failed' || refund.status === 'returned') && refund.replacedBy === null;
  return (
    <>
      {refund.approvalId && hasPermission(actor, 'approval.read') && <LinkButton href={`/approvals/${refund.approvalId}`}>{t('detail.openApproval')}</LinkButton>}
      {closed && hasPermission(actor, 'refund.request') && <TransferDialog refund={refund} />}
      {refund.route === 'transfer' && refund.status === 'approved' && hasPermission(actor, 'refund.transfer') && <RecordDialog refund={refund} />}
    </>
  );
}
