'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslations } from 'next-intl';
import { memo, useEffect, useMemo, useRef, type Ref } from 'react';
import { cn } from '@/components/class-names';
import { moneyText } from '@/components/money-format';
import { meaningText, StateShape, type Meaning } from '@/components/state-shape';
import { Button } from '@/components/ui/button';
import { UNDECIDED, type CaseRowView, type Reason } from '@/lib/reconciliation/model';

const LOOK: Readonly<Record<Reason, Meaning>> = {
  'amount-differs': 'wrong', 'state-differs': 'wrong', reversed: 'wrong', 'refund-without-original': 'wrong', unclear: 'attention', 'missing-here': 'attention',
  'missing-at-bank': 'attention', 'batch-differs': 'attention', duplicate: 'attention', 'fee-differs': 'attention', 'not-yet': 'waiting',
};
/** Rows before the end at which more are asked for. */
const READ_AHEAD_ROWS = 100;
const HEIGHT = { group: 34, row: 44 };

type Item = { readonly kind: 'group'; readonly reason: Reason; readonly count: number } | { readonly kind: 'row'; readonly row: CaseRowView };

export interface CaseQueueProps {
  ref: Ref<HTMLDivElement>;
  cases: readonly CaseRowView[];
  currentId: string | null;
  choose: (id: string) => void;
  more: boolean;
  loadMore: () => void;
  marked: ReadonlySet<string>;
  mark: (id: string) => void;
}

/** Differences grouped by reason, the largest first. Only what is in sight is drawn, so ten thousand scroll like ten. */
export function CaseQueue({ ref, cases, currentId, choose, more, loadMore, marked, mark }: CaseQueueProps) {
  const t = useTranslations('reconciliation');
  const scroller = useRef<HTMLDivElement>(null);
  const items = useMemo(() => grouped(cases), [cases]);
  const rows = useVirtualizer({
    count: items.length, getScrollElement: () => scroller.current, estimateSize: (i) => HEIGHT[items[i]!.kind], overscan: 6,
    // A frame of its own for what scrolls into sight: drawing at once would hold the scroll up.
    useFlushSync: false,
  });
  const at = items.findIndex((item) => item.kind === 'row' && item.row.id === currentId);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
  }, [at, rows]);
  const shown = rows.getVirtualItems();
  const lastShown = shown[shown.length - 1]?.index ?? 0;
  useEffect(() => {
    // The next page is fetched before the end comes into sight.
    if (more && lastShown > items.length - READ_AHEAD_ROWS) loadMore();
  }, [more, lastShown, items.length, loadMore]);
  return (
    <div ref={ref} className="rounded-md border border-line bg-surface">
      <div
        ref={scroller} role="listbox" tabIndex={0} aria-multiselectable aria-label={t('desk.queue')} aria-activedescendant={currentId ? `case-${currentId}` : undefined}
        className="max-h-[40dvh] overflow-y-auto desk:max-h-[calc(100dvh-17rem)]"
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {shown.map((place) => {
            const item = items[place.index]!;
            const style = { height: HEIGHT[item.kind], transform: `translateY(${place.start}px)` };
            return item.kind === 'group' ? (
              <div key={place.key} role="presentation" style={style} className="absolute inset-x-0 flex items-center gap-2 border-b border-line bg-sunken px-3 text-13 font-medium">
                <StateShape meaning={LOOK[item.reason]} className={meaningText[LOOK[item.reason]]} />
                {t(`reason.${item.reason}`)}
                <span className="text-ink-2">{item.count}</span>
              </div>
            ) : <QueueRow key={place.key} row={item.row} start={place.start} current={item.row.id === currentId} choose={choose} marked={marked.has(item.row.id)} mark={mark} />;
          })}
        </div>
      </div>
      {more && <div className="border-t border-line p-2 text-center"><Button size="sm" onClick={loadMore}>{t('desk.more')}</Button></div>}
    </div>
  );
}

interface QueueRowProps {
  row: CaseRowView;
  start: number;
  current: boolean;
  choose: (id: string) => void;
  marked: boolean;
  mark: (id: string) => void;
}

const QueueRow = memo(function QueueRow({ row, start, current, choose, marked, mark }: QueueRowProps) {
  const t = useTranslations('reconciliation');
  const handled = !UNDECIDED.includes(row.status);
  const amount = row.bank ?? row.ours ?? row.difference;
  return (
    <div
      id={`case-${row.id}`} role="option" tabIndex={-1} aria-selected={current || marked} style={{ height: HEIGHT.row, transform: `translateY(${start}px)` }} data-status={row.status}
      data-marked={marked || undefined}
      onClick={(event) => { if (event.ctrlKey || event.metaKey || event.shiftKey) mark(row.id); else choose(row.id); }}
      onKeyDown={(event) => { if (event.key === 'Enter') choose(row.id); }}
      className={cn(
        'absolute inset-x-0 grid cursor-pointer grid-cols-[3.25rem_minmax(0,1fr)_auto] items-center gap-2 border-b border-line px-3 text-14',
        current && 'bg-accent-soft shadow-[inset_3px_0_0_var(--accent)]', handled && 'text-ink-3', marked && 'bg-sunken font-medium',
      )}
    >
      <span className="text-13 tabular-nums">{marked && <span aria-hidden className="mr-1 text-accent">✓</span>}{row.time ?? '—'}</span>
      <span className="min-w-0">
        <span className="block truncate font-mono text-12">{row.number ? tail(row.number) : '—'}</span>
        {row.status !== 'open' && <span className="block truncate text-12">{t(`status.${row.status}`)}</span>}
      </span>
      <span className={cn('tabular-nums', handled && 'line-through')}>{row.direction === 'debit' && '−'}{moneyText(amount)}</span>
    </div>
  );
});

/** The end of a number tells it apart from its neighbours. */
const tail = (number: string): string => (number.length > 14 ? `…${number.slice(-12)}` : number);

function grouped(cases: readonly CaseRowView[]): Item[] {
  const counts = new Map<Reason, number>();
  for (const row of cases) if (UNDECIDED.includes(row.status)) counts.set(row.reason, (counts.get(row.reason) ?? 0) + 1);
  const items: Item[] = [];
  let last: Reason | null = null;
  for (const row of cases) {
    if (row.reason !== last) items.push({ kind: 'group', reason: row.reason, count: counts.get(row.reason) ?? 0 });
    last = row.reason;
    items.push({ kind: 'row', row });
  }
  return items;
}
