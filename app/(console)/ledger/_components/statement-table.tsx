'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { DataTable, type DataColumn } from '@/components/data-table';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { EmptyState } from '@/components/ui/empty-state';
import type { MoneyWire } from '@/lib/kernel/money';
import type { AccountLineView } from '@/lib/ledger/model';
import { SidedBalance } from './balance-table';

const Nothing = () => <span className="text-ink-3">—</span>;
const isCredit = (amount: MoneyWire): boolean => amount.minor.startsWith('-');

export function StatementTable({ code, rows, nextCursor }: { code: string; rows: readonly AccountLineView[]; nextCursor: string | null }) {
  const t = useTranslations('ledger');
  const columns = useMemo<DataColumn<AccountLineView>[]>(() => [
    { id: 'voucher', header: t('statement.voucher'), cell: (row) => <span className="font-mono text-13">{row.entryId}</span> },
    { id: 'what', header: t('statement.what'), card: 'title', cell: (row) => (t.has(`kind.${row.kind}`) ? t(`kind.${row.kind}`) : row.kind) },
    { id: 'at', header: t('statement.at'), cell: (row) => <DateTime at={row.at} /> },
    { id: 'day', header: t('statement.day'), hiddenAtFirst: true, cell: (row) => row.businessDate },
    { id: 'memo', header: t('statement.memo'), card: 'none', cell: (row) => <span className="font-mono text-13 break-all">{row.memo ?? ''}</span> },
    { id: 'debit', header: t('statement.debit'), align: 'end', cell: (row) => (isCredit(row.amount) ? <Nothing /> : <Money value={row.amount} />) },
    {
      id: 'credit', header: t('statement.credit'), align: 'end',
      cell: (row) => (isCredit(row.amount) ? <Money value={{ ...row.amount, minor: row.amount.minor.slice(1) }} /> : <Nothing />),
    },
    { id: 'balance', header: t('statement.balance'), align: 'end', card: 'aside', cell: (row) => <SidedBalance value={row.balance} /> },
  ], [t]);
  return (
    <DataTable
      id="account-statement" caption={t('statement.caption', { code })} columns={columns} rows={rows} rowId={(row) => `${row.entryId}.${row.lineNo}`}
      rowLabel={(row) => `${t('voucher.title', { id: row.entryId })} ${moneyText(row.amount)}`} rowHref={(row) => `/ledger/vouchers/${row.entryId}`}
      nextCursor={nextCursor} selection={{ amountOf: (row) => row.amount }} empty={<EmptyState title={t('statement.empty')} />}
    />
  );
}
