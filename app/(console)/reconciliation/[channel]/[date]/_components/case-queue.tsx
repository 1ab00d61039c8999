'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useFormatter, useTranslations } from 'next-intl';
import { memo, useEffect, useRef, useState, useSyncExternalStore, type CSSProperties, type KeyboardEvent, type MouseEvent, type Ref } from 'react';
import { cn } from '@/components/class-names';
import { moneyText } from '@/components/money-format';
import { meaningText, StateShape, type Meaning } from '@/components/state-shape';
import { Button } from '@/components/ui/button';
import { UNDECIDED, type CaseRowView, type CaseState, type Reason } from '@/lib/reconciliation/model';
import type { Queue } from './queue';

const LOOK: Readonly<Record<Reason, Meaning>> = {
  'amount-differs': 'wrong', 'state-differs': 'wrong', reversed: 'wrong', 'refund-without-original': 'wrong', unclear: 'attention', 'missing-here': 'attention',
  'missing-at-bank': 'attention', 'batch-differs': 'attention', duplicate: 'attention', 'fee-differs': 'attention', 'not-yet': 'waiting',
};
/** Rows before the end at which more are asked for. */
const READ_AHEAD_ROWS = 250;
const HEIGHT = { group: 34, row: 44 };

export interface CaseQueueProps {
  ref: Ref<HTMLDivElement>;
  queue: Queue;
  currentId: string | null;
  choose: (id: string) => void;
  loadMore: () => void;
  failed: boolean;
  marked: ReadonlySet<string>;
  mark: (id: string) => void;
}

/** Differences grouped by reason, the largest first. Only what is in sight is drawn, and every place is there from the start, so a hundred thousand scroll like ten. */
export function CaseQueue({ ref, queue, currentId, choose, loadMore, failed, marked, mark }: CaseQueueProps) {
  const t = useTranslations('reconciliation');
  const scroller = useRef<HTMLDivElement>(null);
  const version = useSyncExternalStore(queue.subscribe, queue.version, queue.version);
  const layout = queue.layout();
  const rows = useVirtualizer({
    count: queue.items, getScrollElement: () => scroller.current, estimateSize: (i) => (queue.isGroup(i) ? HEIGHT.group : HEIGHT.row), overscan: 3,
    // A frame of its own for what scrolls into sight: drawing at once would hold the scroll up.
    useFlushSync: false,
  });
  useEffect(() => {
    // A place came or went: what was measured no longer holds.
    if (layout > 0) rows.measure();
  }, [layout, rows]);
  const at = queue.indexOf(currentId);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
  }, [at, rows]);
  const shown = rows.getVirtualItems();
  const lastShown = shown[shown.length - 1]?.index ?? 0;
  // As many as were ever in sight at once: what scrolls out at one end is written anew at the other.
  const [slots, setSlots] = useState(shown.length);
  if (shown.length > slots) setSlots(shown.length);
  useEffect(() => {
    // The next page is fetched before its places come into sight.
    if (lastShown > queue.loaded - READ_AHEAD_ROWS) loadMore();
  }, [version, lastShown, queue, loadMore]);
  const click = (event: MouseEvent<HTMLElement>) => {
    const id = event.target instanceof Element && event.target.closest<HTMLElement>('[role=option]')?.dataset.case;
    if (!id) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) mark(id);
    else choose(id);
  };
  const toEnds = (event: KeyboardEvent<HTMLElement>) => {
    const end = event.key === 'Home' ? queue.rowAt(0) : event.key === 'End' ? queue.rowAt(queue.loaded - 1) : undefined;
    if (!end) return;
    event.preventDefault();
    choose(end.id);
  };
  return (
    <div ref={ref} className="rounded-md border border-line bg-surface">
      <div
        ref={scroller} role="listbox" tabIndex={0} aria-multiselectable aria-label={t('desk.queue')} aria-activedescendant={currentId ? `case-${currentId}` : undefined}
        onClick={click} onKeyDown={toEnds}
        className="max-h-[40dvh] overflow-y-auto bg-surface contain-content desk:max-h-[calc(100dvh-17rem)]"
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const item = queue.item(index);
            const slot = index % Math.max(slots, shown.length);
            if (item.kind === 'pending') return <PendingRow key={slot} start={start} />;
            if (item.kind === 'group') return <GroupRow key={slot} reason={item.reason} count={item.count} start={start} />;
            const { row, number } = item;
            return <QueueRow key={slot} row={row} place={number + 1} of={queue.size} start={start} current={row.id === currentId} marked={marked.has(row.id)} />;
          })}
        </div>
      </div>
      {failed && <div className="border-t border-line p-2 text-center"><Button size="sm" onClick={loadMore}>{t('desk.more')}</Button></div>}
    </div>
  );
}

/** By `top` and not by a transform: a row of its own to draw, not a plane of its own to put together. */
const placed = (kind: keyof typeof HEIGHT, start: number): CSSProperties => ({ height: HEIGHT[kind], top: start });

const GroupRow = memo(function GroupRow({ reason, count, start }: { reason: Reason; count: number; start: number }) {
  const t = useTranslations('reconciliation');
  const format = useFormatter();
  return (
    <div role="presentation" style={placed('group', start)} className="absolute inset-x-0 flex items-center gap-2 border-b border-line bg-sunken px-3 text-13 font-medium contain-strict">
      <StateShape meaning={LOOK[reason]} className={meaningText[LOOK[reason]]} />
      {t(`reason.${reason}`)}
      <span className="text-ink-2 tabular-nums">{format.number(count)}</span>
    </div>
  );
});

/** A row that is still on its way keeps its place. */
const PendingRow = memo(function PendingRow({ start }: { start: number }) {
  return <div aria-hidden style={placed('row', start)} className="absolute inset-x-0 flex items-center border-b border-line px-3 contain-strict"><span className="h-2.5 w-2/5 rounded-sm bg-sunken" /></div>;
});

interface QueueRowProps {
  row: CaseRowView;
  /** Counted from 1, among so many. */
  place: number;
  of: number;
  start: number;
  current: boolean;
  marked: boolean;
}

const QueueRow = memo(function QueueRow({ row, place, of, start, current, marked }: QueueRowProps) {
  const handled = !UNDECIDED.includes(row.status);
  const amount = row.bank ?? row.ours ?? row.difference;
  return (
    <div
      id={`case-${row.id}`} role="option" aria-selected={current || marked} style={placed('row', start)} data-case={row.id} data-status={row.status} data-marked={marked || undefined}
      aria-posinset={place} aria-setsize={of}
      className={cn(
        'absolute inset-x-0 flex cursor-pointer items-center gap-2 border-b border-line px-3 text-14 contain-strict',
        current && 'bg-accent-soft shadow-[inset_3px_0_0_var(--accent)]', handled && 'text-ink-3', marked && 'bg-sunken font-medium',
      )}
    >
      <span className="w-14 shrink-0 text-13 whitespace-nowrap tabular-nums">{row.time ?? '—'}{marked && <span aria-hidden className="ml-1 text-accent">✓</span>}</span>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-mono text-12">{row.number ? tail(row.number) : '—'}</span>
        {row.status !== 'open' && <StateWord status={row.status} />}
      </span>
      <span className={cn('shrink-0 tabular-nums', handled && 'line-through')}>{row.direction === 'debit' && '−'}{moneyText(amount)}</span>
    </div>
  );
});

function StateWord({ status }: { status: CaseState }) {
  const t = useTranslations('reconciliation');
  return <span className="block truncate text-12">{t(`status.${status}`)}</span>;
}

/** The end of a number tells it apart from its neighbours. */
const tail = (number: string): string => (number.length > 14 ? `…${number.slice(-12)}` : number);
