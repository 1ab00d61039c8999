import { useLocale, useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import { WideLink } from '@/components/ui/plain-link';
import { channelName } from '@/lib/channels/model';
import type { PayerStatus } from '@/lib/checkout/model';
import { AbandonForm } from './abandon-form';
import { StateHeading } from './state-heading';
import { SwitchForm } from './switch-form';

const CAUSES = [
  'insufficient-balance',
  'bank-limit',
  'card-details',
  'payer-cancelled',
  'risk-refused',
  'bank-maintenance',
  'bank-busy',
  'network',
  'merchant-configuration',
  'order-closed',
  'other',
] as const;

/** This way failed for certain: why, that nothing was charged, and the next best way in one tap. */
export function ChooseAnother({ status, channel }: { status: PayerStatus; channel: string }) {
  const t = useTranslations('pay.outcome');
  const locale = useLocale();
  const cause = CAUSES.find((known) => known === status.cause) ?? 'other';
  const { next } = status;
  return (
    <>
      <StateHeading meaning="attention" title={t(`cause.${cause}.title`, { channel })} amount={status.amount} number={status.number}>
        <p className="font-semibold">{t('nothingCharged')}</p>
        <p>{t(`cause.${cause}.advice`, { channel })}</p>
        {next && (
          <SwitchForm
            paymentId={status.paymentId}
            method={next.method}
            channel={next.channel}
            label={t('payWith', { amount: moneyText(status.amount), channel: channelName(next.channel, locale) })}
          />
        )}
      </StateHeading>
      <div className="mt-4 grid gap-2 sm:grid-cols-2">
        <WideLink href={`/pay/method?payment=${status.paymentId}`} wide>
          {t('allWays')}
        </WideLink>
        <AbandonForm paymentId={status.paymentId} label={t('abandon')} />
      </div>
    </>
  );
}
