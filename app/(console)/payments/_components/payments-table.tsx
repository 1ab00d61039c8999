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
import type { PaymentDesk, PaymentDeskRow } from '@/lib/reports/model';

export function PaymentsTable({ desk, filtered }: { desk: PaymentDesk; filtered: boolean }) {
  const t = useTranslations('payments');
  const locale = useLocale();
  const columns = useMemo<DataColumn<PaymentDeskRow>[]>(() => [
    { id: 'number', header: t('column.number'), card: 'title', cell: (row) => <span className="font-mono text-13">{row.number}</span> },
    { id: 'payer', header: t('column.payer'), cell: (row) => (row.payer ? `${row.payer.name} · ${row.payer.number}` : '—') },
    { id: 'subject', header: t('column.subject'), hiddenAtFirst: true, cell: (row) => row.subject },
    {
      id: 'channel', header: t('column.channel'),
      cell: (row) => (row.channel && isChannelCode(row.channel) ? channelName(row.channel, locale) : t(`method.${row.method}`)),
    },
    { id: 'at', header: t('column.at'), cell: (row) => <DateTime at={row.createdAt} /> },
    { id: 'amount', header: t('column.amount'), align: 'end', card: 'aside', cell: (row) => <Money value={row.amount} /> },
    {
      id: 'refunded', header: t('column.refunded'), align: 'end',
      cell: (row) => (row.refunded.minor === '0' ? <span className="text-ink-3">—</span> : <Money value={row.refunded} outgoing="refund" />),
    },
    { id: 'state', header: t('column.state'), cell: (row) => <StatusBadge noun="payment" state={row.status} look="text" /> },
  ], [t, locale]);
  return (
    <DataTable
      id="payments"
      caption={t('caption')}
      columns={columns}
      rows={desk.rows}
      rowId={(row) => row.id}
      rowLabel={(row) => `${row.number} ${moneyText(row.amount)}`}
      rowHref={(row) => `/payments/${row.id}`}
      nextCursor={desk.nextCursor}
      total={desk.totals.reduce((sum, one) => sum + one.count, 0)}
      selection={{ amountOf: (row) => row.amount }}
      toolbar={<Totals totals={desk.totals} />}
      empty={filtered
        ? <EmptyState title={t('empty.filtered')} action={<LinkButton href="/payments">{t('filter.clear')}</LinkButton>}>{t('empty.filteredSentence')}</EmptyState>
        : <EmptyState title={t('empty.title')} action={<LinkButton href="/bills">{t('empty.bills')}</LinkButton>}>{t('empty.sentence')}</EmptyState>}
    />
  );
}

function Totals({ totals }: { totals: PaymentDesk['totals'] }) {
  const t = useTranslations('payments');
  return (
    <p className="flex flex-wrap gap-x-4 text-13 text-ink-2">
      <span className="sr-only">{t('totals.label')}</span>
      {totals.map((one) => (
        <span key={one.captured.currency} className="flex flex-wrap gap-x-4">
          <span>{t('totals.count', { count: one.count })}</span>
          <span>{t('totals.captured')} <Money value={one.captured} align="start" className="font-semibold text-ink" /></span>
          {one.refunded.minor !== '0' && <span>{t('totals.refunded')} <Money value={one.refunded} align="start" className="text-ink" /></span>}
        </span>
      ))}
    </p>
  );
}
