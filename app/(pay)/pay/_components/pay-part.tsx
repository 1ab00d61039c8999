import { useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import { QuietLink } from '@/components/ui/plain-link';
import type { OpenBill } from '@/lib/bills/model';

/** A bill in instalments: the one that is next can be paid alone. Where the plan takes any part, the page behind asks for the sum. */
export function PayPart({ bill }: { bill: OpenBill }) {
  const t = useTranslations('pay.part');
  if (bill.nextPart) {
    const of = bill.instalments?.length ?? 0;
    const nth = of - (bill.instalments?.filter((part) => part.open.minor !== '0').length ?? 0) + 1;
    return (
      <p className="flex flex-wrap items-center gap-x-3 text-14">
        <span className="text-ink-2">{t('instalment', { nth, of, date: bill.dueDate })}</span>
        <QuietLink href={`/pay/method?bill=${bill.id}&part=next`}>{t('payNext', { amount: moneyText(bill.nextPart) })}</QuietLink>
      </p>
    );
  }
  if (!bill.partialMin || BigInt(bill.partialMin.minor) >= BigInt(bill.open.minor)) return null;
  return (
    <p className="text-14">
      <QuietLink href={`/pay/part?bill=${bill.id}`}>{t('payPart', { amount: moneyText(bill.partialMin) })}</QuietLink>
    </p>
  );
}
