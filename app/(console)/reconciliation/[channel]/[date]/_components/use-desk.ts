'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Page } from '@/lib/kernel/page';
import { UNDECIDED, type CaseDetailView, type CaseRowView, type CaseState, type DayView } from '@/lib/reconciliation/model';
import { useMarks, type Marks } from './use-marks';

const POLL_MS = { matching: 1_500, quiet: 10_000 };

const READ_AHEAD = 3;
const FRESH_MS = 30_000;

export const caseQuery = (id: string) => ({ queryKey: ['recon-case', id], queryFn: () => read<CaseDetailView>('recon-case', { id }), staleTime: FRESH_MS });

export interface Desk extends Marks {
  readonly day: DayView;
  readonly cases: readonly CaseRowView[];
  readonly current: CaseRowView | null;
  readonly more: boolean;
  readonly stale: boolean;
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

/** The queue stays as it was laid out: what is handled fades in its place, so that the eye and the cursor never lose theirs. */
export function useDesk(firstDay: DayView, first: Page<CaseRowView>, all: boolean): Desk {
  const router = useRouter();
  const queries = useQueryClient();
  const { channel, date } = firstDay;
  const { pages, loadMore } = usePages(firstDay, first, all);
  const { behind, states, setStates, put } = useParts();
  const [currentId, setCurrentId] = useState<string | null>(first.rows[0]?.id ?? null);
  const [lastActed, setLastActed] = useState<string | null>(null);
  const { data: day, error, refetch } = useQuery({
    queryKey: ['recon-day', channel, date], queryFn: () => read<DayView>('recon-day', { channel, date }), initialData: firstDay,
    refetchInterval: ({ state }) => (state.data?.status === 'matching' ? POLL_MS.matching : POLL_MS.quiet),
  });
  const loaded = useMemo(() => withParts(pages.flatMap((p) => p.rows), behind), [pages, behind]);
  const cases = useMemo(() => withStates(loaded, states), [loaded, states]);
  const at = cases.findIndex((c) => c.id === currentId);
  const move = useCallback((by: number) => {
    const next = cases[Math.max(0, Math.min(cases.length - 1, at + by))];
    if (next) setCurrentId(next.id);
  }, [cases, at]);
  const marks = useMarks(cases, at, move);
  useEffect(() => {
    // The next ones are read ahead, so that walking down never waits.
    for (const { id } of cases.slice(at + 1, at + 1 + READ_AHEAD)) void queries.prefetchQuery(caseQuery(id));
  }, [cases, at, queries]);
  const onward = (done: ReadonlySet<string>) => {
    const open = (row: CaseRowView) => UNDECIDED.includes(row.status) && !done.has(row.id);
    const next = cases.slice(at + 1).find(open) ?? cases.find(open);
    if (next) setCurrentId(next.id);
  };
  const acted = (ids: readonly string[], status: CaseState, goOn: boolean) => {
    const joined = status === 'open' ? ids.flatMap((id) => behind.get(id) ?? []) : [];
    setStates((before) => new Map([...before, ...joined.map((p) => [p.id, 'joined'] as const), ...ids.map((id) => [id, status] as const)]));
    setLastActed(ids[0] ?? null);
    void refetch();
    for (const id of ids) void queries.invalidateQueries({ queryKey: ['recon-case', id] });
    if (goOn) onward(new Set(ids));
    else setCurrentId(ids[0] ?? currentId);
  };
  const became = (caseId: string, parts: readonly CaseRowView[]) => {
    put(caseId, parts);
    setLastActed(caseId);
    void refetch();
    void queries.invalidateQueries({ queryKey: ['recon-case', caseId] });
    setCurrentId(parts[0]?.id ?? caseId);
  };
  const actedOn = (done: readonly { readonly caseId: string; readonly status: CaseState }[]) => {
    setStates((before) => new Map([...before, ...done.map((d) => [d.caseId, d.status] as const)]));
    setLastActed(done[0]?.caseId ?? null);
    marks.unmark();
    void refetch();
    for (const { caseId } of done) void queries.invalidateQueries({ queryKey: ['recon-case', caseId] });
    onward(new Set(done.map((d) => d.caseId)));
  };
  return {
    ...marks, actedOn, became,
    day, cases, current: cases[at] ?? null, more: pages[pages.length - 1]?.nextCursor != null, stale: error !== null, lastActed, choose: setCurrentId, move,
    loadMore: () => void loadMore(), acted, refresh: () => { void refetch(); router.refresh(); },
  };
}

/** The rows so far, page by page; the next one is asked for once. */
function usePages({ channel, date }: DayView, first: Page<CaseRowView>, all: boolean) {
  const [pages, setPages] = useState<readonly Page<CaseRowView>[]>([first]);
  const loading = useRef(false);
  const loadMore = async () => {
    if (loading.current) return;
    const cursor = pages[pages.length - 1]?.nextCursor;
    if (!cursor) return;
    loading.current = true;
    try {
      const next = await read<Page<CaseRowView>>('recon-cases', { channel, date, cursor, ...(!all && { status: 'undecided' }) });
      setPages((before) => [...before, next]);
    } finally {
      loading.current = false;
    }
  };
  return { pages, loadMore };
}

/** What was done here since the page was laid out: new states, and cases that became several. */
function useParts() {
  const [states, setStates] = useState<ReadonlyMap<string, CaseState>>(new Map());
  const [behind, setBehind] = useState<ReadonlyMap<string, readonly CaseRowView[]>>(new Map());
  const put = (caseId: string, parts: readonly CaseRowView[]) => {
    setBehind((before) => new Map([...before, [caseId, parts]]));
    setStates((before) => new Map([...before, [caseId, 'matched'] as const, ...parts.map((p) => [p.id, p.status] as const)]));
  };
  return { behind, states, setStates, put };
}

const withStates = (rows: readonly CaseRowView[], states: ReadonlyMap<string, CaseState>): readonly CaseRowView[] => (states.size === 0 ? rows : rows.map((row) => {
  const status = states.get(row.id);
  return status ? { ...row, status } : row;
}));

/** What came out of a case stands behind it. A row that the page brought itself is not shown twice. */
function withParts(rows: readonly CaseRowView[], behind: ReadonlyMap<string, readonly CaseRowView[]>): readonly CaseRowView[] {
  if (behind.size === 0) return rows;
  const put = new Set([...behind.values()].flatMap((parts) => parts.map((p) => p.id)));
  return rows.flatMap((row) => (put.has(row.id) ? [] : [row, ...(behind.get(row.id) ?? [])]));
}

async function read<T>(feed: string, query: Readonly<Record<string, string>>): Promise<T> {
  const answer = await fetch(`/api/feeds/${feed}?${new URLSearchParams(query)}`, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as T;
}
