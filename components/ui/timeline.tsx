import type { ReactNode } from 'react';
import { cn } from '../class-names';
import { type Meaning, meaningText, StateShape } from '../state-shape';

export interface TimelineEntry {
  readonly id: string;
  readonly meaning: Meaning;
  readonly title: ReactNode;
  /** A `DateTime`. */
  readonly at: ReactNode;
  /** Who or what did it, and why. */
  readonly detail?: ReactNode;
}

/** What happened, oldest first unless the caller turns it round. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  return (
    <ol aria-label={label}>
      {entries.map((entry, index) => (
        <li key={entry.id} className="relative flex gap-3 pb-4 last:pb-0">
          {index < entries.length - 1 && <span aria-hidden className="absolute top-4 bottom-0 left-[5px] w-px bg-line-strong" />}
          <StateShape meaning={entry.meaning} className={cn('mt-1.5 size-[11px]', meaningText[entry.meaning])} />
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-medium">{entry.title}</span>
              <span className="text-13 text-ink-2">{entry.at}</span>
            </div>
            {entry.detail && <div className="text-13 text-ink-2">{entry.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
