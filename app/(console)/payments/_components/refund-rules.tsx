import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { moneyText } from '@/components/money-format';
import type { RefundabilityView } from '@/lib/refunds/model';

/** The channel's own rules in sentences, before anybody asks. */
export function RefundRules({ ability }: { ability: RefundabilityView }) {
  const t = useTranslations('payments');
  return (
    <ul className="list-disc space-y-0.5 pl-5 marker:text-ink-3">
      <li>{t('rules.left', { amount: moneyText(ability.left) })}</li>
      {ability.windowEndsAt && <li>{t('rules.window', { days: ability.windowDays })} <DateTime at={ability.windowEndsAt} show="date" /></li>}
      <li>{t(ability.partial ? 'rules.partial' : 'rules.whole')}</li>
      <li>{ability.maxCount === null ? t('rules.countFree', { used: ability.used }) : t('rules.count', { used: ability.used, max: ability.maxCount })}</li>
      {ability.sameDayFullOnly && <li>{t('rules.sameDayFull')}</li>}
      {ability.needsSettleDate && <li>{t('rules.settleDate')}</li>}
      {ability.minIntervalSeconds > 0 && <li>{t('rules.interval', { seconds: ability.minIntervalSeconds })}</li>}
      <li>{t(ability.asynchronous ? 'rules.async' : 'rules.sync')}</li>
    </ul>
  );
}
