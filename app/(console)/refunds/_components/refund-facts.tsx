import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { Card } from '@/components/ui/card';
import { DescriptionList, type DescriptionItem } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/text-link';
import type { RefundView } from '@/lib/refunds/model';
import { useChannelName } from '../../payments/_components/channel-word';

const mono = (text: string) => <code className="font-mono text-13 break-all">{text}</code>;

export function RefundFacts({ refund, zone }: { refund: RefundView; zone: string }) {
  const t = useTranslations('refunds');
  const payments = useTranslations('payments');
  const nameOf = useChannelName();
  const optional = (shown: unknown, term: string, value: DescriptionItem['value']): DescriptionItem[] => (shown ? [{ term, value }] : []);
  const cause = refund.cause && (payments.has(`cause.${refund.cause}`) ? payments(`cause.${refund.cause}`) : refund.cause);
  const said = [refund.code, cause].filter(Boolean).join(' · ');
  return (
    <Card title={t('detail.facts')}>
      <DescriptionList
        items={[
          { term: t('detail.number'), value: mono(refund.number) },
          {
            term: t('detail.payment'),
            value: <span className="inline-flex flex-wrap gap-x-3"><TextLink href={`/payments/${refund.paymentId}`} className="font-mono text-13">{refund.paymentNumber}</TextLink>
              {t('detail.paid')} <Money value={refund.paid} align="start" />{refund.paidAt && <DateTime at={refund.paidAt} zone={zone} className="text-ink-2" />}</span>,
          },
          ...optional(refund.refundedBefore.minor !== '0', t('detail.before'), <Money value={refund.refundedBefore} align="start" outgoing="refund" />),
          { term: t('detail.channel'), value: refund.route === 'transfer' ? t('transfer.way') : nameOf(refund.channel) },
          ...optional(refund.payeeHint, t('transfer.payee'), refund.payee ? `${refund.payee.holder} · ${refund.payee.bank} · ${refund.payee.number}` : refund.payeeHint),
          ...optional(refund.bankReference, t('transfer.reference'), mono(refund.bankReference ?? '')),
          ...optional(refund.replaces, t('transfer.replaces'), <TextLink href={`/refunds/${refund.replaces}`} className="font-mono text-13">{refund.replaces}</TextLink>),
          ...optional(refund.replacedBy, t('transfer.replacedBy'), <TextLink href={`/refunds/${refund.replacedBy}`} className="font-mono text-13">{refund.replacedBy}</TextLink>),
          ...optional(refund.batchId, t('transfer.batch'), mono(refund.batchId ?? '')),
          { term: t('detail.reason'), value: t.has(`reason.${refund.reason}`) ? t(`reason.${refund.reason}`) : refund.reason },
          ...optional(refund.note, t('detail.note'), <span className="whitespace-pre-wrap">{refund.note}</span>),
          { term: t('detail.askedBy'), value: <>{refund.requestedBy} · <DateTime at={refund.requestedAt} zone={zone} /></> },
          { term: t('detail.order'), value: mono(refund.orderNo) },
          { term: t('detail.refundNo'), value: mono(refund.refundNo) },
          ...optional(refund.channelRefundNo, t('detail.channelRefundNo'), mono(refund.channelRefundNo ?? '')),
          { term: t('detail.bank'), value: said || t('detail.none') },
          ...optional(refund.nextInquiryAt, t('detail.next'), <DateTime at={refund.nextInquiryAt ?? 0} zone={zone} relative />),
        ]}
      />
    </Card>
  );
}
