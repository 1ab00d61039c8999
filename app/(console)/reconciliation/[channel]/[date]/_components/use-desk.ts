'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Page } from '@/lib/kernel/page';
import { UNDECIDED, type CaseCount, type CaseDetailView, type CaseRowView, type CaseState, type DayView } from '@/lib/reconciliation/model';
import { Queue } from './queue';
import { useMarks, type Marks } from './use-marks';

const POLL_MS = { matching: 1_500, quiet: 10_000 };

/** Rows of a further page: small enough that making and reading one disturbs nobody who scrolls. */
const FURTHER = '250';
const READ_AHEAD = 3;
const FRESH_MS = 30_000;

export const caseQuery = (id: string) => ({ queryKey: ['recon-case', id], queryFn: () => read<CaseDetailView>('recon-case', { id }), staleTime: FRESH_MS });

export interface Desk extends Marks {
  readonly day: DayView;
  readonly queue: Queue;
  readonly current: CaseRowView | null;
  readonly stale: boolean;
  /** The next page could not be read. */
  readonly failed: boolean;
  /** The case handled last at this desk: what Z takes back when the cursor is elsewhere. */
  readonly lastActed: string | null;
  choose(id: string): void;
  move(by: number): void;
  loadMore(): void;
  /** These cases have this state now; the cursor goes on to the next open one when `goOn`. */
  acted(ids: readonly string[], status: CaseState, goOn: boolean): void;
  /** A case became several, which stand behind it from now on; the cursor goes to the first. */
  became(caseId: string, parts: readonly CaseRowView[]): void;
  refresh(): void;
  /** Several at once, each with its own state. */
  actedOn(done: readonly { readonly caseId: string; readonly status: CaseState }[]): void;
}

export interface Laid { readonly counts: readonly CaseCount[]; readonly first: Page<CaseRowView> }

/** The queue stays as it was laid out: what is handled fades in its place, so that the eye and the cursor never lose theirs. */
export function useDesk(firstDay: DayView, laid: Laid, all: boolean): Desk {
  const router = useRouter();
  const queries = useQueryClient();
  const { channel, date } = firstDay;
  const queue = useQueue(laid);
  const { loadMore, failed } = useMore(queue, firstDay, all);
  // A page that comes in does not draw the desk again: only what a hand did.
  useSyncExternalStore(queue.subscribe, queue.acts, queue.acts);
  const [chosen, setCurrentId] = useState<string | null>(null);
  const [lastActed, setLastActed] = useState<string | null>(null);
  const current = queue.row(chosen) ?? queue.rowAt(0) ?? null;
  const currentId = current?.id ?? null;
  const { data: day, error, refetch } = useQuery({
    queryKey: ['recon-day', channel, date], queryFn: () => read<DayView>('recon-day', { channel, date }), initialData: firstDay,
    refetchInterval: ({ state }) => (state.data?.status === 'matching' ? POLL_MS.matching : POLL_MS.quiet),
  });
  // A desk that was opened while its file was still being matched is laid out when there is something.
  const laidOut = queue.items > 0 || day.open + day.notYet === 0;
  useEffect(() => { if (!laidOut) router.refresh(); }, [laidOut, router]);
  const move = useCallback((by: number) => {
    const next = queue.rowAt(Math.max(0, Math.min(queue.loaded - 1, queue.numberOf(currentId) + by)));
    if (next) setCurrentId(next.id);
  }, [queue, currentId]);
  const marks = useMarks(queue, currentId, move);
  useEffect(() => {
    // The next ones are read ahead, so that walking down never waits.
    const at = queue.numberOf(currentId);
    for (const { id } of queue.rows().slice(at + 1, at + 1 + READ_AHEAD)) void queries.prefetchQuery(caseQuery(id));
  }, [queue, currentId, queries]);
  const onward = (done: ReadonlySet<string>) => {
    const open = (row: CaseRowView) => UNDECIDED.includes(row.status) && !done.has(row.id);
    const next = queue.rows().slice(queue.numberOf(currentId) + 1).find(open) ?? queue.rows().find(open);
    if (next) setCurrentId(next.id);
  };
  const looked = (ids: readonly string[]) => {
    setLastActed(ids[0] ?? null);
    void refetch();
    for (const id of ids) void queries.invalidateQueries({ queryKey: ['recon-case', id] });
  };
  const acted = (ids: readonly string[], status: CaseState, goOn: boolean) => {
    const joined = status === 'open' ? ids.flatMap((id) => queue.partsOf(id)) : [];
    queue.setStates([...joined.map((id) => [id, 'joined'] as const), ...ids.map((id) => [id, status] as const)]);
    looked(ids);
    if (goOn) onward(new Set(ids));
    else setCurrentId(ids[0] ?? currentId);
  };
  const became = (caseId: string, parts: readonly CaseRowView[]) => {
    queue.put(caseId, parts);
    looked([caseId]);
    setCurrentId(parts[0]?.id ?? caseId);
  };
  const actedOn = (done: readonly { readonly caseId: string; readonly status: CaseState }[]) => {
    queue.setStates(done.map((d) => [d.caseId, d.status] as const));
    marks.unmark();
    looked(done.map((d) => d.caseId));
    onward(new Set(done.map((d) => d.caseId)));
  };
  return { ...marks, actedOn, became, day, queue, current, stale: error !== null, failed, lastActed, choose: setCurrentId, move, loadMore, acted, refresh: () => { void refetch(); router.refresh(); } };
}

/** Laid out once; a desk that was empty is laid out again when there is something. */
function useQueue(laid: Laid): Queue {
  const [queue, setQueue] = useState(() => new Queue(laid.counts, laid.first));
  if (queue.items > 0 || laid.first.rows.length === 0) return queue;
  const next = new Queue(laid.counts, laid.first);
  setQueue(next);
  return next;
}

/** The next page is asked for once. */
function useMore(queue: Queue, { channel, date }: DayView, all: boolean) {
  const [failed, setFailed] = useState(false);
  const loading = useRef(false);
  const loadMore = useCallback(() => {
    const { cursor } = queue;
    if (loading.current || cursor === null) return;
    loading.current = true;
    read<Page<CaseRowView>>('recon-cases', { channel, date, cursor, limit: FURTHER, ...(!all && { status: 'undecided' }) }).then(
      (page) => {
        loading.current = false;
        setFailed(false);
        queue.append(page);
      },
      () => {
        loading.current = false;
        setFailed(true);
      });
  }, [queue, channel, date, all]);
  return { loadMore, failed };
}

async function read<T>(feed: string, query: Readonly<Record<string, string>>): Promise<T> {
  const answer = await fetch(`/api/feeds/${feed}?${new URLSearchParams(query)}`, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as T;
}
