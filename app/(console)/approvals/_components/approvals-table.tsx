'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { DataTable, type DataColumn } from '@/components/data-table';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { StatusBadge } from '@/components/status-badge';
import { EmptyState } from '@/components/ui/empty-state';
import type { ApprovalRowView } from '@/lib/approvals';
import type { ApprovalsTab } from '@/lib/approvals/model';

export function ApprovalsTable({
  rows,
  view,
  nextCursor,
}: {
  rows: readonly ApprovalRowView[];
  view: ApprovalsTab;
  nextCursor: string | null;
}) {
  const t = useTranslations('approvals');
  const columns = useMemo<DataColumn<ApprovalRowView>[]>(
    () => [
      { id: 'request', header: t('column.request'), card: 'title', cell: (row) => t(`kind.${row.kind}`) },
      {
        id: 'amount',
        header: t('column.amount'),
        align: 'end',
        card: 'aside',
        cell: (row) => (row.amount.minor === '0' ? '—' : <Money value={row.amount} {...(row.kind.startsWith('refund') && { outgoing: 'refund' as const })} />),
      },
      { id: 'by', header: t('column.by'), cell: (row) => row.requestedBy },
      { id: 'at', header: t('column.at'), cell: (row) => <DateTime at={row.requestedAt} relative={view !== 'decided'} /> },
      { id: 'signatures', header: t('column.signatures'), cell: (row) => t('signed', { signed: row.signed, needed: row.needed }) },
      { id: 'state', header: t('column.state'), cell: (row) => <StatusBadge noun="approval" state={row.status} look="text" /> },
    ],
    [t, view],
  );
  return (
    <DataTable
      id="approvals"
      caption={t('caption')}
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowLabel={(row) => `${t(`kind.${row.kind}`)} ${moneyText(row.amount)} ${row.requestedBy}`}
      rowHref={(row) => `/approvals/${row.id}`}
      nextCursor={nextCursor}
      empty={<EmptyState title={t(`empty.${view}`)}>{t(`empty.${view}Sentence`)}</EmptyState>}
    />
  );
}
