import { useLocale, useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, TotalRow, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { fromWire, sum, toWire, type MoneyWire } from '@/lib/kernel/money';
import type { PaymentLife } from '@/lib/reports';

/** The bills of a payment: what it was for, what each was credited with and what went back. */
export function BillsCard({ detail }: { detail: PaymentLife['detail'] }) {
  const t = useTranslations('payments');
  const locale = useLocale();
  const { currency } = detail.payment.amount;
  const total = (all: readonly MoneyWire[]): MoneyWire => toWire(sum(all.map(fromWire), currency));
  const of = (billId: string | null, back: boolean): MoneyWire =>
    total(detail.allocations.filter((a) => (billId === null || a.billId === billId) && a.amount.minor.startsWith('-') === back).map((a) => a.amount));
  const shown = (value: MoneyWire) => (value.minor === '0' ? <span className="text-ink-3">—</span> : <Money value={value} />);
  return (
    <Card title={t('bills.title')} padding="none">
      <Table caption={t('bills.caption')}>
        <thead>
          <tr><Th>{t('bills.bill')}</Th><Th numeric>{t('bills.amount')}</Th><Th numeric>{t('bills.credited')}</Th><Th numeric>{t('bills.back')}</Th></tr>
        </thead>
        <tbody>
          {detail.bills.map((bill) => (
            <Tr key={bill.billId}>
              <Td className="min-w-36 wrap-normal">
                <TextLink href={`/bills/${bill.billId}`} className="font-mono text-13 whitespace-nowrap">{bill.number}</TextLink>
                <span className="block text-13 text-ink-2">{locale === 'en' ? bill.titleEn : bill.titleZh}</span>
              </Td>
              <Td numeric><Money value={bill.amount} /></Td>
              <Td numeric>{shown(of(bill.billId, false))}</Td>
              <Td numeric>{shown(of(bill.billId, true))}</Td>
            </Tr>
          ))}
          <TotalRow>
            <Td>{t('bills.total')}</Td>
            <Td numeric><Money value={total(detail.bills.map((b) => b.amount))} /></Td>
            <Td numeric>{shown(of(null, false))}</Td>
            <Td numeric>{shown(of(null, true))}</Td>
          </TotalRow>
        </tbody>
      </Table>
    </Card>
  );
}
