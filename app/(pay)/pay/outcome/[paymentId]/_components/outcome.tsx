import { useLocale, useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import { channelName, isChannelCode } from '@/lib/channels/model';
import type { PayerStatus } from '@/lib/checkout/model';
import { instant, zoned } from '@/lib/kernel/time';
import { ChooseAnother } from './choose-another';
import { Confirming } from './confirming';
import { Paid } from './paid';
import { StateHeading } from './state-heading';
import { Waiting } from './waiting';
import { WideLink } from '@/components/ui/plain-link';

/** One of six truths. Each says what happened, what it means for the money, and what comes next. */
export function Outcome({ status }: { status: PayerStatus }) {
  const t = useTranslations('pay.outcome');
  const locale = useLocale();
  const channel = status.channel && isChannelCode(status.channel) ? channelName(status.channel, locale) : '';
  const until = zoned(instant(Date.parse(status.expiresAt)), status.institution.timeZone).time.slice(0, 5);
  const values = { amount: moneyText(status.amount), channel, until };
  switch (status.step) {
    case 'paid':
      return <Paid status={status} channel={channel} />;
    case 'waiting':
      return <Waiting status={status} values={values} />;
    case 'choose-another':
      return <ChooseAnother status={status} channel={channel} />;
    case 'confirming':
      return <Confirming status={status} values={values} />;
    case 'held':
      return (
        <StateHeading meaning="attention" title={t('held.title')} amount={status.amount} number={status.number}>
          <p>{t('held.doing', values)}</p>
          <p className="font-semibold">{t('doNotPayAgain')}</p>
          <p className="text-ink-2">{t('held.contact', { number: status.number })}</p>
        </StateHeading>
      );
    case 'ended':
      return (
        <StateHeading meaning="rest" title={t('ended.title')} amount={status.amount} number={status.number}>
          <p className="font-semibold">{t('nothingCharged')}</p>
          <p>{t('ended.next')}</p>
          <WideLink href="/pay" wide variant="primary">
            {t('ended.again')}
          </WideLink>
        </StateHeading>
      );
  }
}
