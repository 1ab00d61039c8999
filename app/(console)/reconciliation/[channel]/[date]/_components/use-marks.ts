'use client';

import { useCallback, useState } from 'react';
import { BULK_MAX, UNDECIDED, type CaseRowView } from '@/lib/reconciliation/model';
import type { Queue } from './queue';

export interface Marks {
  readonly marks: ReadonlySet<string>;
  /** Marked for an act on several; in the order of the queue. */
  readonly marked: readonly CaseRowView[];
  mark(id: string): void;
  /** Marks the current one and walks on, so that held keys mark a run. */
  markOn(by: number): void;
  /** Every open one with the reason of the current one, as many as one act may take. */
  markReason(): void;
  unmark(): void;
}

/** Which cases of the queue are marked. `currentId`: where the cursor is. */
export function useMarks(queue: Queue, currentId: string | null, move: (by: number) => void): Marks {
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set());
  const marked = [...marks].flatMap((id) => queue.row(id) ?? []).sort((a, b) => queue.numberOf(a.id) - queue.numberOf(b.id));
  const mark = useCallback((id: string) => setMarks((before) => {
    const next = new Set(before);
    if (!next.delete(id)) next.add(id);
    return next;
  }), []);
  const markOn = (by: number) => {
    const at = queue.numberOf(currentId);
    const next = queue.rowAt(Math.max(0, Math.min(queue.loaded - 1, at + by)));
    setMarks((before) => new Set([...before, ...(currentId ? [currentId] : []), ...(next ? [next.id] : [])]));
    move(by);
  };
  const markReason = () => setMarks(new Set(
    queue.rows().filter((c) => c.reason === queue.row(currentId)?.reason && UNDECIDED.includes(c.status)).slice(0, BULK_MAX).map((c) => c.id)));
  return { marks, marked, mark, markOn, markReason, unmark: () => setMarks(new Set()) };
}
