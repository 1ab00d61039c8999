'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { DataTable, type DataColumn } from '@/components/data-table';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { meaningText, StateShape } from '@/components/state-shape';
import { EmptyState } from '@/components/ui/empty-state';
import { channelName, isChannelCode } from '@/lib/channels/model';
import type { UnknownOrderView } from '@/lib/reports/model';

/** Who acts is said in words: the machine asks until a person must. */
export function UnknownTable({ rows }: { rows: readonly UnknownOrderView[] }) {
  const t = useTranslations('payments');
  const locale = useLocale();
  const columns = useMemo<DataColumn<UnknownOrderView>[]>(() => [
    { id: 'number', header: t('column.number'), card: 'title', cell: (row) => <span className="font-mono text-13">{row.paymentNumber}</span> },
    { id: 'payer', header: t('column.payer'), cell: (row) => (row.payer ? `${row.payer.name} · ${row.payer.number}` : '—') },
    { id: 'channel', header: t('column.channel'), cell: (row) => (isChannelCode(row.channel) ? channelName(row.channel, locale) : row.channel) },
    { id: 'order', header: t('column.order'), hiddenAtFirst: true, cell: (row) => <span className="font-mono text-13">{row.orderNo}</span> },
    { id: 'since', header: t('column.since'), cell: (row) => <DateTime at={row.since} relative className="max-sm:whitespace-normal" /> },
    {
      id: 'next', header: t('column.next'),
      cell: (row) => (row.nextInquiryAt ? <DateTime at={row.nextInquiryAt} show="time" /> : <span className="text-ink-2">{t('unknown.noNext')}</span>),
    },
    { id: 'deadline', header: t('column.deadline'), cell: (row) => <Deadline row={row} /> },
    { id: 'owner', header: t('column.owner'), cell: (row) => <Owner row={row} /> },
    { id: 'amount', header: t('column.amount'), align: 'end', card: 'aside', cell: (row) => <Money value={row.amount} /> },
  ], [t, locale]);
  return (
    <DataTable
      id="unknown-orders" caption={t('unknown.caption')} columns={columns} rows={rows} rowId={(row) => row.paymentId} total={rows.length}
      rowLabel={(row) => `${row.paymentNumber} ${moneyText(row.amount)}`} rowHref={(row) => `/payments/${row.paymentId}`}
      empty={<EmptyState title={t('unknown.none')}>{t('unknown.noneSentence')}</EmptyState>}
    />
  );
}

/** Past its deadline it is said in words too, not by colour alone. */
function Deadline({ row }: { row: UnknownOrderView }) {
  const t = useTranslations('payments');
  return (
    <span className={row.overdue ? 'text-wrong' : undefined}>
      <DateTime at={row.deadline} relative className="max-sm:whitespace-normal" />
      {row.overdue ? ` · ${t('unknown.overdue')}` : null}
    </span>
  );
}

function Owner({ row }: { row: UnknownOrderView }) {
  const t = useTranslations('payments');
  const meaning = row.owner === 'bank' ? 'waiting' : 'attention';
  return (
    <span className="inline-flex items-baseline gap-1.5">
      <StateShape meaning={meaning} className={meaningText[meaning]} />
      {row.owner === 'bank' ? `${t('unknown.bank')} · ${t('unknown.bankCount', { count: row.inquiries })}` : t('unknown.person')}
    </span>
  );
}
