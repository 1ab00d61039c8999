import { getLocale, getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { channelName } from '@/lib/channels/model';
import type { CheckoutView, WayView } from '@/lib/checkout/model';
import { instant, zoned } from '@/lib/kernel/time';

export interface WayCardView extends Pick<WayView, 'channel' | 'method' | 'available' | 'suggested'> {
  readonly name: string;
  /** First letter of the name, for the eye only. */
  readonly sign: string;
  readonly how: string;
  /** Suggested, quickest now. */
  readonly marks: readonly string[];
  /** Why it cannot be chosen. */
  readonly why: string | null;
  readonly refund: string;
  readonly button: string;
}

/** Everything a method card says, in the reader's language. */
export async function wayCards(view: CheckoutView, zone: string): Promise<WayCardView[]> {
  const [t, locale] = await Promise.all([getTranslations('pay.way'), getLocale()]);
  const why = (way: WayView): string | null => {
    if (way.available || way.reason === null) return null;
    const until = way.until === null ? '' : zoned(instant(Date.parse(way.until)), zone).time.slice(0, 5);
    return t(`reason.${way.reason}`, { limit: way.limit ? moneyText(way.limit) : '', until });
  };
  const refund = ({ refund: rule }: WayView): string => {
    const times = rule.maxCount === null ? t('refund.any') : t('refund.times', { count: rule.maxCount });
    return t('refund.rule', { days: rule.windowDays, times: rule.partial ? times : t('refund.whole') });
  };
  return view.ways.map((way) => {
    const name = channelName(way.channel, locale);
    const { channel, method, available, suggested } = way;
    return {
      channel, method, available, suggested, name,
      sign: [...name][0] ?? '',
      how: t(`how.${way.create}`, { channel: name }),
      marks: [...(suggested && available ? [t('suggested')] : []), ...(way.fastest ? [t('fastest')] : [])],
      why: why(way),
      refund: refund(way),
      button: t('button', { amount: moneyText(view.total), channel: name }),
    };
  });
}
