import { getLocale, getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { channelName } from '@/lib/channels/model';
import type { CheckoutView, WayView } from '@/lib/checkout/model';
import { instant, zoned } from '@/lib/kernel/time';

export interface WayWords {
  readonly how: string;
  readonly mark: string | null;
  /** Why it cannot be chosen. */
  readonly why: string | null;
  readonly refund: string;
  readonly button: string;
}

/** Everything a method card says, in the reader's language. */
export async function wayWords(view: CheckoutView, zone: string): Promise<Record<string, WayWords>> {
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
  return Object.fromEntries(
    view.ways.map((way): [string, WayWords] => [
      way.channel,
      {
        how: t(`how.${way.create}`),
        mark: way.fastest ? t('fastest') : null,
        why: why(way),
        refund: refund(way),
        button: t('button', { amount: moneyText(view.total), channel: channelName(way.channel, locale) }),
      },
    ]),
  );
}
