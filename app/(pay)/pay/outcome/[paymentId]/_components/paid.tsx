import { useTranslations } from 'next-intl';
import { PlainTime } from '@/components/plain-time';
import { DescriptionList } from '@/components/ui/description-list';
import { WideLink } from '@/components/ui/plain-link';
import type { PayerStatus } from '@/lib/checkout/model';
import { ProgressLine } from './progress-line';
import { StateHeading } from './state-heading';

/** The money is there. The receipt follows within seconds; until it does, that is said. */
export function Paid({ status, channel }: { status: PayerStatus; channel: string }) {
  const t = useTranslations('pay.outcome');
  return (
    <>
      <StateHeading meaning="good" title={t('paid.title')} amount={status.amount} number={status.number}>
        <ProgressLine at={3} />
        <DescriptionList
          items={[
            ...(status.succeededAt
              ? [{ term: t('paid.at'), value: <PlainTime at={status.succeededAt} zone={status.institution.timeZone} /> }]
              : []),
            { term: t('paid.with'), value: channel },
            { term: t('paid.bills'), value: t('paid.billCount', { count: status.bills.length }) },
            { term: t('paid.receipt'), value: status.receipt ? status.receipt.number : t('paid.receiptSoon') },
          ]}
        />
        {status.receipt ? (
          <WideLink href={`/receipt/${status.receipt.verifyCode}`} wide variant="primary">
            {t('paid.showReceipt')}
          </WideLink>
        ) : (
          <p className="text-ink-2">{t('paid.receiptFollows')}</p>
        )}
      </StateHeading>
      <div className="mt-4 grid gap-2 sm:grid-cols-2">
        <WideLink href="/pay" wide>
          {t('paid.other')}
        </WideLink>
        <WideLink href="/pay/history" wide variant="quiet">
          {t('paid.history')}
        </WideLink>
      </div>
    </>
  );
}
