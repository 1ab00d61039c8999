'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { DataTable, type DataColumn } from '@/components/data-table';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { StatusBadge } from '@/components/status-badge';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { channelName, isChannelCode } from '@/lib/channels/model';
import type { RefundRowView } from '@/lib/refunds/model';

export function RefundsTable({ rows, nextCursor, view }: { rows: readonly RefundRowView[]; nextCursor: string | null; view: 'open' | 'done' }) {
  const t = useTranslations('refunds');
  const locale = useLocale();
  const columns = useMemo<DataColumn<RefundRowView>[]>(() => [
    { id: 'number', header: t('column.number'), card: 'title', cell: (row) => <span className="font-mono text-13">{row.number}</span> },
    { id: 'payment', header: t('column.payment'), cell: (row) => <span className="font-mono text-13">{row.paymentNumber}</span> },
    { id: 'channel', header: t('column.channel'), cell: (row) => (isChannelCode(row.channel) ? channelName(row.channel, locale) : row.channel) },
    { id: 'reason', header: t('column.reason'), cell: (row) => (t.has(`reason.${row.reason}`) ? t(`reason.${row.reason}`) : row.reason) },
    { id: 'by', header: t('column.by'), cell: (row) => row.requestedBy },
    { id: 'at', header: t('column.at'), cell: (row) => <DateTime at={row.requestedAt} relative={view === 'open'} className="max-sm:whitespace-normal" /> },
    { id: 'amount', header: t('column.amount'), align: 'end', card: 'aside', cell: (row) => <Money value={row.amount} outgoing="refund" /> },
    { id: 'state', header: t('column.state'), cell: (row) => <StatusBadge noun="refund" state={row.status} look="text" /> },
  ], [t, locale, view]);
  return (
    <DataTable
      id="refunds" caption={t('caption')} columns={columns} rows={rows} rowId={(row) => row.id} rowLabel={(row) => `${row.number} ${moneyText(row.amount)}`}
      rowHref={(row) => `/refunds/${row.id}`} nextCursor={nextCursor} selection={{ amountOf: (row) => row.amount }}
      empty={
        <EmptyState title={t(`empty.${view}`)} action={<LinkButton href="/payments?status=succeeded">{t('empty.action')}</LinkButton>}>
          {t(`empty.${view}Sentence`)}
        </EmptyState>
      }
    />
  );
}
