'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { DataTable, type DataColumn } from '@/components/data-table';
import { Money } from '@/components/money';
import { StatusBadge } from '@/components/status-badge';
import { EmptyState } from '@/components/ui/empty-state';
import type { BillRow } from '@/lib/bills/model';

interface BillTableProps {
  rows: readonly BillRow[];
  nextCursor: string | null;
  total: number;
  openId: string | null;
  query: string;
  zh: boolean;
}

export function BillTable({ rows, nextCursor, total, openId, query, zh }: BillTableProps) {
  const t = useTranslations('bills');
  const columns = useMemo(
    (): DataColumn<BillRow>[] => [
      {
        id: 'number',
        header: t('columns.number'),
        cell: (b) => <span className="font-mono text-13">{b.number}</span>,
        card: 'line',
        hideable: false,
      },
      {
        id: 'payer',
        header: t('columns.payer'),
        cell: (b) => (
          <>
            {b.payerName} <span className="text-12 text-ink-2">{b.payerNumber}</span>
          </>
        ),
        card: 'title',
      },
      { id: 'title', header: t('columns.title'), cell: (b) => (zh ? b.titleZh : b.titleEn), hiddenAtFirst: true },
      { id: 'cycle', header: t('columns.cycle'), cell: (b) => b.cycleKey },
      { id: 'due', header: t('columns.due'), cell: (b) => b.dueDate },
      { id: 'state', header: t('columns.state'), cell: (b) => <StatusBadge noun="bill" state={b.status} look="text" /> },
      { id: 'total', header: t('columns.total'), cell: (b) => <Money value={b.total} />, align: 'end', card: 'aside' },
      { id: 'paid', header: t('columns.paid'), cell: (b) => <Money value={b.paid} />, align: 'end' },
    ],
    [t, zh],
  );
  return (
    <DataTable
      id="bills"
      caption={t('caption')}
      columns={columns}
      rows={rows}
      rowId={(b) => b.id}
      rowLabel={(b) => t('rowLabel', { number: b.number })}
      rowHref={(b) => (query ? `/bills/${b.id}?${query}` : `/bills/${b.id}`)}
      openId={openId}
      nextCursor={nextCursor}
      total={total}
      selection={{ amountOf: (b) => b.total }}
      empty={<EmptyState title={t('empty.title')}>{t('empty.sentence')}</EmptyState>}
    />
  );
}
