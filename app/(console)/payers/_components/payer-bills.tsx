import { useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { StatusBadge } from '@/components/status-badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import type { BillRow } from '@/lib/bills/model';
import type { MoneyWire } from '@/lib/kernel/money';

/** The payer's bills, newest first: title and amount on one line, the rest below, so that a phone shows whole words. */
export function PayerBills({ bills, open, zh }: { bills: readonly BillRow[]; open: MoneyWire; zh: boolean }) {
  const t = useTranslations('payers');
  if (bills.length === 0) return <EmptyState title={t('bills.empty')}>{t('bills.emptySentence')}</EmptyState>;
  return (
    <Card title={t('bills.title', { count: bills.length })} sentence={t('bills.open', { amount: moneyText(open) })} className="min-w-0 self-start">
      <ul className="divide-y divide-line">
        {bills.map((bill) => (
          <li key={bill.id} className="grid gap-1 py-2 first:pt-0 last:pb-0">
            <span className="flex flex-wrap items-baseline justify-between gap-x-4">
              <TextLink href={`/bills/${bill.id}`}>
                {zh ? bill.titleZh : bill.titleEn} {bill.cycleKey}
              </TextLink>
              <Money value={bill.total} className="font-semibold" />
            </span>
            <span className="flex flex-wrap items-center justify-between gap-x-4 text-13 text-ink-2">
              <span className="tabular-nums">{t('bills.dueOn', { date: bill.dueDate })}</span>
              <StatusBadge noun="bill" state={bill.status} look="text" />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
