import { useLocale, useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, TotalRow, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { RefundView } from '@/lib/refunds/model';

/** From which bills the money is taken: those of the items asked for, else in proportion to what each was paid. */
export function RefundBills({ refund }: { refund: RefundView }) {
  const t = useTranslations('refunds');
  const locale = useLocale();
  return (
    <Card title={t('detail.bills')} padding="none">
      <Table caption={t('detail.billsCaption')}>
        <thead><tr><Th>{t('detail.bill')}</Th><Th numeric>{t('detail.amount')}</Th></tr></thead>
        <tbody>
          {refund.bills.map((bill) => (
            <Tr key={bill.billId}>
              <Td>
                <TextLink href={`/bills/${bill.billId}`} className="font-mono text-13">{bill.number}</TextLink>
                <span className="block text-13 text-ink-2">{locale === 'en' ? bill.titleEn : bill.titleZh}</span>
                {refund.items.filter((item) => item.billId === bill.billId).map((item) => (
                  <span key={item.item} className="block text-13">{locale === 'en' ? item.labelEn : item.labelZh} · {moneyText(item.amount)}</span>
                ))}
              </Td>
              <Td numeric><Money value={bill.amount} outgoing="refund" /></Td>
            </Tr>
          ))}
          <TotalRow><Td>{t('detail.total')}</Td><Td numeric><Money value={refund.amount} outgoing="refund" /></Td></TotalRow>
        </tbody>
      </Table>
    </Card>
  );
}
