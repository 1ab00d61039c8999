import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import type { Meaning } from '@/components/state-shape';
import { StatusBadge } from '@/components/status-badge';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/text-link';
import { channelName, isChannelCode } from '@/lib/channels/model';
import type { DisputeDetailView } from '@/lib/disputes/model';

const LOOK: Readonly<Record<DisputeDetailView['bankSays'], Meaning>> = { reconciled: 'good', difference: 'attention', waiting: 'waiting', unpaid: 'rest' };

/** What we know: the payment, and whether the bank's own file says the same. */
export function DisputeFacts({ dispute, locale }: { dispute: DisputeDetailView; locale: string }) {
  const t = useTranslations('disputes');
  const day = dispute.caseDay && dispute.channel ? `/reconciliation/${dispute.channel}/${dispute.caseDay}` : null;
  return (
    <Card title={t('facts')}>
      <DescriptionList
        items={[
          { term: t('payment'), value: <><TextLink href={`/payments/${dispute.paymentId}`}>{dispute.paymentNumber}</TextLink> <StatusBadge noun="payment" state={dispute.paymentStatus} look="text" /></> },
          { term: t('payer'), value: dispute.payer ? `${dispute.payer.name} · ${dispute.payer.number}` : '—' },
          { term: t('channel'), value: dispute.channel && isChannelCode(dispute.channel) ? channelName(dispute.channel, locale) : '—' },
          { term: t('paidAt'), value: dispute.paidAt ? <DateTime at={dispute.paidAt} /> : '—' },
          { term: t('bank'), value: <><Badge meaning={LOOK[dispute.bankSays]}>{t(`bankSays.${dispute.bankSays}`)}</Badge>{day && <> <TextLink href={day}>{t('openCase')}</TextLink></>}</> },
          { term: t('due'), value: <DateTime at={dispute.dueAt} relative={dispute.answeredAt === null} /> },
        ]}
      />
    </Card>
  );
}
