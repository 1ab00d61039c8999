'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { DataTable, type DataColumn } from '@/components/data-table';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Popover } from '@/components/ui/popover';
import { TextLink } from '@/components/ui/text-link';
import { meaningText } from '@/components/state-shape';
import { ageDays, type SuspenseView } from '@/lib/payments/model';
import type { SuspenseDeskRow } from '@/lib/reports/model';
import { useChannelName } from './channel-word';
import { DecideSuspense, type Owner } from './decide-suspense';

export interface SuspenseTableProps {
  rows: readonly SuspenseDeskRow[];
  nextCursor: string | null;
  view: SuspenseView['status'];
  mayDecide: boolean;
  /** Whom it may be given to. */
  owners: readonly Owner[];
  today: string;
  /** What a hold is proposed to last until. */
  until: string;
}

export function SuspenseTable({ rows, nextCursor, view, mayDecide, owners, today, until }: SuspenseTableProps) {
  const t = useTranslations('payments');
  const nameOf = useChannelName();
  const [deciding, setDeciding] = useState<SuspenseDeskRow | null>(null);
  const columns = useMemo<DataColumn<SuspenseDeskRow>[]>(() => [
    { id: 'why', header: t('column.why'), card: 'title', cell: (row) => <Kind row={row} /> },
    { id: 'channel', header: t('column.channel'), cell: (row) => nameOf(row.channel) },
    { id: 'order', header: t('column.order'), hiddenAtFirst: true, cell: (row) => <span className="font-mono text-13 break-all">{row.orderNo}</span> },
    {
      id: 'payment', header: t('column.number'),
      cell: (row) => (row.paymentId ? <TextLink href={`/payments/${row.paymentId}`} className="font-mono text-13">{row.paymentNumber ?? '…'}</TextLink> : '—'),
    },
    { id: 'payer', header: t('column.payer'), cell: (row) => (row.payer ? `${row.payer.name} · ${row.payer.number}` : '—') },
    ...(view === 'held' ? [{ id: 'owner', header: t('column.owner'), cell: (row: SuspenseDeskRow) => <Handling row={row} today={today} /> }] : []),
    { id: 'age', header: t('column.age'), cell: (row) => <DateTime at={row.createdAt} relative={row.status === 'held'} className="max-sm:whitespace-normal" /> },
    { id: 'amount', header: t('column.amount'), align: 'end', card: 'aside', cell: (row) => <Money value={row.amount} /> },
    {
      id: 'decision', header: view === 'held' ? '' : t('column.state'), hideable: false,
      cell: (row) => (row.status === 'held'
        ? mayDecide && <Button size="sm" className="whitespace-nowrap" onClick={() => setDeciding(row)}>{t('suspense.decide', { amount: moneyText(row.amount) })}</Button>
        : <Decided row={row} />),
    },
  ], [t, nameOf, view, mayDecide, today]);
  return (
    <>
      <DataTable
        id={`suspense-${view}`} caption={t('suspense.caption')} columns={columns} rows={rows} rowId={(row) => row.id} nextCursor={nextCursor}
        rowLabel={(row) => `${t(`suspense.kind.${row.kind}`)} ${moneyText(row.amount)}`}
        empty={<EmptyState title={t(`suspense.none.${view}`)}>{t(`suspense.noneSentence.${view}`)}</EmptyState>}
      />
      {deciding && <DecideSuspense item={deciding} owners={owners} until={deciding.handling?.until ?? until} close={() => setDeciding(null)} />}
    </>
  );
}

function Kind({ row }: { row: SuspenseDeskRow }) {
  const t = useTranslations('payments');
  const common = useTranslations('common');
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      {t(`suspense.kind.${row.kind}`)}
      <Popover
        label={t('suspense.whyOf', { amount: moneyText(row.amount) })}
        trigger={<Button size="sm" variant="quiet" aria-label={t('suspense.whyOf', { amount: moneyText(row.amount) })}>{common('why')}</Button>}
      >
        <p>{t(`suspense.explain.${row.kind}`)}</p>
        <p className="mt-2 text-13 text-ink-2">{t('suspense.evidence')} <code className="font-mono break-all">{row.evidence}</code></p>
      </Popover>
    </span>
  );
}

/** Who looks after it, and until when; past its day it says so. */
function Handling({ row, today }: { row: SuspenseDeskRow; today: string }) {
  const t = useTranslations('payments');
  if (!row.handling) return <span className="text-ink-3">{t('suspense.noOwner')}</span>;
  const over = row.handling.until !== null && row.handling.until < today;
  return (
    <span className="block max-w-60 text-13" title={row.handling.reason}>
      {row.ownerName ?? row.handling.owner}
      {row.handling.until && <span className={`block ${over ? meaningText.wrong : 'text-ink-2'}`}>{t(over ? 'suspense.holdOver' : 'suspense.holdUntil', { day: row.handling.until })}</span>}
      <span className="block truncate text-ink-2">{row.handling.reason}</span>
    </span>
  );
}

function Decided({ row }: { row: SuspenseDeskRow }) {
  const t = useTranslations('payments');
  return (
    <span className="block max-w-72 text-13">
      {row.decidedByName && t('suspense.decidedBy', { name: row.decidedByName })} {row.decidedAt && <DateTime at={row.decidedAt} />}
      {row.decidedAt && <span className="block">{t('suspense.decidedAfter', { days: ageDays(Date.parse(row.createdAt), Date.parse(row.decidedAt)) })}</span>}
      {row.note && <span className="block text-ink-2">{row.note}</span>}
    </span>
  );
}
