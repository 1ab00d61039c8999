'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { DataTable, type DataColumn } from '@/components/data-table';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import type { PayerRow } from '@/lib/payers/model';

export function PayerTable({ rows, nextCursor, total }: { rows: readonly PayerRow[]; nextCursor: string | null; total: number }) {
  const t = useTranslations('payers');
  const columns = useMemo(
    (): DataColumn<PayerRow>[] => [
      {
        id: 'number',
        header: t('columns.number'),
        cell: (p) => <span className="font-mono text-13">{p.number}</span>,
        card: 'line',
        hideable: false,
      },
      { id: 'name', header: t('columns.name'), cell: (p) => p.name, card: 'title' },
      { id: 'group', header: t('columns.group'), cell: (p) => p.group?.name ?? '—' },
      { id: 'phone', header: t('columns.phone'), cell: (p) => <span className="tabular-nums">{p.phone ?? '—'}</span> },
      { id: 'code', header: t('columns.paymentCode'), cell: (p) => <span className="font-mono text-13">{grouped(p.paymentCode)}</span> },
      {
        id: 'state',
        header: t('columns.state'),
        cell: (p) => <Badge meaning={p.status === 'active' ? 'good' : 'rest'}>{t(`state.${p.status}`)}</Badge>,
        hiddenAtFirst: true,
      },
    ],
    [t],
  );
  return (
    <DataTable
      id="payers"
      caption={t('caption')}
      columns={columns}
      rows={rows}
      rowId={(p) => p.id}
      rowLabel={(p) => t('rowLabel', { number: p.number })}
      rowHref={(p) => `/payers/${p.id}`}
      nextCursor={nextCursor}
      total={total}
      empty={<EmptyState title={t('empty.title')}>{t('empty.sentence')}</EmptyState>}
    />
  );
}

/** 880000000196 → `8800 0000 0196`: read aloud and typed in groups of four. */
const grouped = (code: string): string => code.replace(/(\d{4})(?=\d)/g, '$1 ');
