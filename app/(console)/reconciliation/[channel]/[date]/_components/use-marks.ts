'use client';

import { useMemo, useState } from 'react';
import { BULK_MAX, UNDECIDED, type CaseRowView } from '@/lib/reconciliation/model';

export interface Marks {
  /** Marked for an act on several; in the order of the queue. */
  readonly marked: readonly CaseRowView[];
  mark(id: string): void;
  /** Marks the current one and walks on, so that held keys mark a run. */
  markOn(by: number): void;
  /** Every open one with the reason of the current one, as many as one act may take. */
  markReason(): void;
  unmark(): void;
}

/** Which cases of the queue are marked. `at`: place of the cursor. */
export function useMarks(cases: readonly CaseRowView[], at: number, move: (by: number) => void): Marks {
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set());
  const marked = useMemo(() => (marks.size === 0 ? [] : cases.filter((c) => marks.has(c.id))), [cases, marks]);
  const mark = (id: string) => setMarks((before) => {
    const next = new Set(before);
    if (!next.delete(id)) next.add(id);
    return next;
  });
  const markOn = (by: number) => {
    const here = cases[at];
    const next = cases[Math.max(0, Math.min(cases.length - 1, at + by))];
    setMarks((before) => new Set([...before, ...(here ? [here.id] : []), ...(next ? [next.id] : [])]));
    move(by);
  };
  const markReason = () => setMarks(new Set(
    cases.filter((c) => c.reason === cases[at]?.reason && UNDECIDED.includes(c.status)).slice(0, BULK_MAX).map((c) => c.id)));
  return { marked, mark, markOn, markReason, unmark: () => setMarks(new Set()) };
}
