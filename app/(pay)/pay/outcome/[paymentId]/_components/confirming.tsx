import { useTranslations } from 'next-intl';
import { WideLink } from '@/components/ui/plain-link';
import type { PayerStatus } from '@/lib/checkout/model';
import { ProgressLine } from './progress-line';
import { StateHeading } from './state-heading';

/** The bank has not said for certain. Another way may be asked for: the order here is closed at its bank first, or it is refused. */
export function Confirming({ status, values }: { status: PayerStatus; values: { amount: string; channel: string; until: string } }) {
  const t = useTranslations('pay.outcome');
  return (
    <>
      <StateHeading meaning="waiting" title={t('confirming.title')} amount={status.amount} number={status.number}>
        <ProgressLine at={1} />
        <p>{status.late ? t('confirming.late', values) : t('confirming.doing', values)}</p>
        <p className="font-semibold">{t('doNotPayAgain')}</p>
        <p className="text-ink-2">{t('safeToClose')}</p>
      </StateHeading>
      <p className="mt-6 mb-2 text-14 text-ink-2">{t('confirming.other', values)}</p>
      <WideLink href={`/pay/method?payment=${status.paymentId}`} wide>
        {t('another')}
      </WideLink>
    </>
  );
}
