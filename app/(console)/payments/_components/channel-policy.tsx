import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import type { RefundabilityView } from '@/lib/refunds/model';
import { useChannelName } from './channel-word';
import { RefundRules } from './refund-rules';

/** The channel's refund rules as a card of their own, for whoever decides. */
export function ChannelPolicy({ channel, ability }: { channel: string; ability: RefundabilityView }) {
  const t = useTranslations('payments');
  const nameOf = useChannelName();
  return <Card title={t('rules.title', { channel: nameOf(channel) })}><RefundRules ability={ability} /></Card>;
}
