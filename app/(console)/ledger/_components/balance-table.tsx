import { useLocale, useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { meaningText, StateShape } from '@/components/state-shape';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Table, Td, Th, TotalRow, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { MoneyWire } from '@/lib/kernel/money';
import type { TrialBalanceView } from '@/lib/ledger/model';

export function BalanceTable({ balance, chosen }: { balance: TrialBalanceView; chosen: boolean }) {
  const t = useTranslations('ledger');
  const locale = useLocale();
  if (balance.rows.length === 0) {
    return (
      <div className="rounded-md border border-line bg-surface">
        <EmptyState title={t(chosen ? 'balance.emptyDay' : 'balance.empty')} action={<LinkButton href="/bills">{t('balance.bills')}</LinkButton>}>
          {t('balance.emptySentence')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="rounded-md border border-line bg-surface">
      <Table caption={t('balance.caption')}>
        <thead>
          <tr>
            <Th className="max-sm:hidden">{t('balance.code')}</Th><Th>{t('balance.account')}</Th><Th className="max-sm:hidden">{t('balance.kind')}</Th>
            <Th numeric className="max-sm:hidden">{t('balance.debit')}</Th><Th numeric className="max-sm:hidden">{t('balance.credit')}</Th>
            <Th numeric>{t('balance.balance')}</Th>
          </tr>
        </thead>
        <tbody>
          {balance.rows.map((row) => (
            <Tr key={`${row.code} ${row.balance.currency}`}>
              <Td className="font-mono text-13 text-ink-2 max-sm:hidden">{row.code}</Td>
              <Td>
                <TextLink href={`/ledger/${row.code}?currency=${row.balance.currency}`}>{locale === 'en' ? row.nameEn : row.nameZh}</TextLink>
                <span className="block font-mono text-12 text-ink-2 sm:hidden">{row.code}</span>
              </Td>
              <Td className="text-ink-2 max-sm:hidden">{t(`accountKind.${row.kind}`)}</Td>
              <Td numeric className="max-sm:hidden"><Money value={row.debit} /></Td>
              <Td numeric className="max-sm:hidden"><Money value={row.credit} /></Td>
              <Td numeric><SidedBalance value={row.balance} /></Td>
            </Tr>
          ))}
          {balance.totals.map((total) => (
            <TotalRow key={total.currency}>
              <Td className="max-sm:hidden" />
              <Td colSpan={1}>
                {t('balance.total', { currency: total.currency })}
                <span className={`ml-3 inline-flex items-center gap-1.5 text-13 font-medium ${meaningText[total.ties ? 'good' : 'wrong']}`}>
                  <StateShape meaning={total.ties ? 'good' : 'wrong'} />{t(total.ties ? 'balance.ties' : 'balance.off')}
                </span>
              </Td>
              <Td className="max-sm:hidden" />
              <Td numeric className="max-sm:hidden"><Money value={total.debit} /></Td>
              <Td numeric className="max-sm:hidden"><Money value={total.credit} /></Td>
              <Td numeric><Money value={total.debit} className="sm:hidden" /></Td>
            </TotalRow>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

/** A balance as bookkeepers write it: the amount, and on which side it stands. */
export function SidedBalance({ value }: { value: MoneyWire }) {
  const t = useTranslations('ledger');
  if (value.minor === '0') return <Money value={value} />;
  const credit = value.minor.startsWith('-');
  return (
    <span className="whitespace-nowrap">
      <span className="mr-1.5 text-12 text-ink-2">{t(credit ? 'balance.creditSide' : 'balance.debitSide')}</span>
      <Money value={{ ...value, minor: credit ? value.minor.slice(1) : value.minor }} />
    </span>
  );
}
