/** What merchants lately asked of the bank and how it went, newest first: for whoever watches the other side from the control panel. In memory only. */
import type { Channel, Operation } from './types';

export interface JournalEntry {
  readonly at: number;
  readonly channel: Channel;
  readonly operation: Operation;
  readonly orderNo: string;
  /** Misbehaviours that struck this very call. */
  readonly struck: readonly string[];
  /** HTTP status, or null when there was no answer. */
  readonly status: number | null;
  readonly tookMs: number;
}

const KEPT = 200;

export interface Journal {
  write(entry: JournalEntry): void;
  latest(count: number): readonly JournalEntry[];
}

export function openJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    write: (entry) => {
      entries.unshift(entry);
      if (entries.length > KEPT) entries.length = KEPT;
    },
    latest: (count) => entries.slice(0, count),
  };
}
