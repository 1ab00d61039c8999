import { useLocale, useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { Badge } from '@/components/ui/badge';
import type { OpenBill } from '@/lib/bills/model';
import { labelOf, titleOf } from './names';
import { PayPart } from './pay-part';
import { PriceWhy } from './price-why';

/** One bill: what, how much, until when; its lines and their reasons on demand. Lives beside its check box. */
export function BillCard({ bill, today }: { bill: OpenBill; today: string }) {
  const t = useTranslations('pay.bill');
  const locale = useLocale();
  const late = bill.dueDate < today;
  const rest = bill.open.minor !== bill.total.minor;
  return (
    <div className="min-w-0 flex-1">
      <label htmlFor={bill.id} className="flex min-h-11 cursor-pointer flex-wrap items-center justify-between gap-x-4">
        <span className="font-medium">{titleOf(bill, locale)}</span>
        <Money value={bill.open} className="text-20 font-semibold" />
      </label>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-ink-2">
        <span className="tabular-nums">{t('cycle', { cycle: bill.cycleKey })}</span>
        <span className="tabular-nums">{late ? t('wasDue', { date: bill.dueDate }) : t('due', { date: bill.dueDate })}</span>
        {late && <Badge meaning="attention">{t('overdue')}</Badge>}
        {rest && <span>{t('rest', { total: moneyText(bill.total) })}</span>}
        <span className="break-all">{bill.number}</span>
      </p>
      <PayPart bill={bill} />
      <details className="mt-1 text-14">
        <summary className="inline-flex min-h-11 cursor-pointer items-center gap-1 text-accent-strong underline underline-offset-4">
          {t('why')}
        </summary>
        <ul className="grid gap-3 border-t border-line pt-3 pb-2">
          {bill.lines.map((line, index) => (
            <li key={index}>
              <p className="flex justify-between gap-4 font-medium">
                <span>{labelOf(line, locale)}</span>
                <Money value={line.amount} />
              </p>
              <PriceWhy explanation={line.explanation} currency={line.amount.currency} />
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
