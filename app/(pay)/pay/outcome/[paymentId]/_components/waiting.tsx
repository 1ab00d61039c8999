import { useTranslations } from 'next-intl';
import { WideLink } from '@/components/ui/plain-link';
import type { PayerStatus } from '@/lib/checkout/model';
import { AbandonForm } from './abandon-form';
import { ProgressLine } from './progress-line';
import { StateHeading } from './state-heading';

/** The order waits at the bank: the payer may be paying there right now, may not have gone, or may come back to go on. */
export function Waiting({ status, values }: { status: PayerStatus; values: { amount: string; channel: string; until: string } }) {
  const t = useTranslations('pay.outcome');
  return (
    <>
      <StateHeading meaning="waiting" title={t('waiting.title', values)} amount={status.amount} number={status.number}>
        <ProgressLine at={1} />
        <p>{t('waiting.paid')}</p>
        <p className="font-semibold">{t('waiting.once', values)}</p>
        <p className="text-ink-2">{t('safeToClose')}</p>
        <WideLink href={`/pay/go/${status.paymentId}`} wide variant="primary">
          {t('waiting.continue', values)}
        </WideLink>
      </StateHeading>
      <div className="mt-4 grid gap-2 sm:grid-cols-2">
        <WideLink href={`/pay/method?payment=${status.paymentId}`} wide>
          {t('another')}
        </WideLink>
        <AbandonForm paymentId={status.paymentId} label={t('abandon')} />
      </div>
    </>
  );
}
