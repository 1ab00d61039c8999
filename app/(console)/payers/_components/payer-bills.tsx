import { useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { StatusBadge } from '@/components/status-badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { BillRow } from '@/lib/bills/model';
import type { MoneyWire } from '@/lib/kernel/money';

export function PayerBills({ bills, open, zh }: { bills: readonly BillRow[]; open: MoneyWire; zh: boolean }) {
  const t = useTranslations('payers');
  if (bills.length === 0) return <EmptyState title={t('bills.empty')}>{t('bills.emptySentence')}</EmptyState>;
  return (
    <Card
      title={t('bills.title', { count: bills.length })}
      sentence={t('bills.open', { amount: moneyText(open) })}
      padding="none"
      className="self-start"
    >
      <Table caption={t('bills.title', { count: bills.length })}>
        <thead>
          <tr>
            <Th>{t('bills.bill')}</Th>
            <Th>{t('bills.due')}</Th>
            <Th>{t('columns.state')}</Th>
            <Th numeric>{t('bills.amount')}</Th>
          </tr>
        </thead>
        <tbody>
          {bills.map((bill) => (
            <Tr key={bill.id}>
              <Td>
                <TextLink href={`/bills/${bill.id}`}>
                  {zh ? bill.titleZh : bill.titleEn} {bill.cycleKey}
                </TextLink>
              </Td>
              <Td className="tabular-nums">{bill.dueDate}</Td>
              <Td>
                <StatusBadge noun="bill" state={bill.status} look="text" />
              </Td>
              <Td numeric>
                <Money value={bill.total} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
