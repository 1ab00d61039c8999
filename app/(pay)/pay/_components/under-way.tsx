import { useLocale, useTranslations } from 'next-intl';
import { Banner } from '@/components/ui/banner';
import { WideLink } from '@/components/ui/plain-link';
import { moneyText } from '@/components/money-format';
import type { OpenBill } from '@/lib/bills/model';
import { titleOf } from './names';

/** Bills that a payment already holds: they can be followed, not paid a second time. One entry for each payment. */
export function UnderWay({ bills }: { bills: readonly OpenBill[] }) {
  const t = useTranslations('pay.underWay');
  const locale = useLocale();
  const payments = Map.groupBy(bills, (bill) => bill.heldBy!);
  return [...payments].map(([paymentId, held]) => (
    <Banner
      key={paymentId}
      meaning="waiting"
      title={t('title')}
      className="mb-4"
      actions={
        <WideLink href={`/pay/outcome/${paymentId}`}>
          {t('follow')}
        </WideLink>
      }
    >
      <ul>
        {held.map((bill) => (
          <li key={bill.id}>
            {titleOf(bill, locale)} · {moneyText(bill.open)}
          </li>
        ))}
      </ul>
      <p className="mt-1">{t('doNotPay')}</p>
    </Banner>
  ));
}
