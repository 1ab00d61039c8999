import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { DescriptionList } from '@/components/ui/description-list';
import { LinkButton } from '@/components/ui/link-button';
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
              ? [{ term: t('paid.at'), value: <DateTime at={status.succeededAt} zone={status.institution.timeZone} /> }]
              : []),
            { term: t('paid.with'), value: channel },
            { term: t('paid.bills'), value: t('paid.billCount', { count: status.bills.length }) },
            { term: t('paid.receipt'), value: status.receipt ? status.receipt.number : t('paid.receiptSoon') },
          ]}
        />
        {status.receipt ? (
          <LinkButton href={`/receipt/${status.receipt.verifyCode}`} size="lg" wide variant="primary">
            {t('paid.showReceipt')}
          </LinkButton>
        ) : (
          <p className="text-ink-2">{t('paid.receiptFollows')}</p>
        )}
      </StateHeading>
      <div className="mt-4 grid gap-2 sm:grid-cols-2">
        <LinkButton href="/pay" size="lg" wide variant="secondary">
          {t('paid.other')}
        </LinkButton>
        <LinkButton href="/pay/history" size="lg" wide variant="quiet">
          {t('paid.history')}
        </LinkButton>
      </div>
    </>
  );
}
