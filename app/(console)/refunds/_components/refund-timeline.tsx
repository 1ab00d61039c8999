import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { meaningOf } from '@/components/states';
import { Timeline } from '@/components/ui/timeline';
import type { RefundView } from '@/lib/refunds/model';
import { useChannelName } from '../../payments/_components/channel-word';

export function RefundTimeline({ refund, zone }: { refund: RefundView; zone: string }) {
  const t = useTranslations('refunds');
  const nameOf = useChannelName();
  const who = (actor: string): string => {
    const [kind = '', rest = ''] = actor.split(':');
    if (kind === 'system') return t('actor.system');
    if (kind === 'payer') return t('actor.payer');
    return kind === 'channel' ? nameOf(rest) : actor;
  };
  return (
    <Timeline
      label={t('detail.life')}
      entries={[
        { id: 'born', meaning: 'rest' as const, title: t('detail.born'), at: <DateTime at={refund.requestedAt} zone={zone} />, detail: who(refund.requestedBy) },
        ...refund.transitions.map((step, index) => ({
          id: String(index), meaning: meaningOf('refund', step.to), title: t(`event.${step.event}`), at: <DateTime at={step.at} zone={zone} />, detail: who(step.actor),
        })),
      ]}
    />
  );
}
