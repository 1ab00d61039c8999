import type { ReactNode } from 'react';
import { cn } from '../class-names';
import { type Meaning, meaningSoft, meaningText, StateShape } from '../state-shape';

/** A word with its shape. Without `meaning` it is a plain tag. For the state of a payment, bill … use `StatusBadge`. */
export function Badge({ meaning, children, className }: { meaning?: Meaning; children: ReactNode; className?: string }) {
  return (
    <span
      className={cn(
        'inline-flex min-h-5 items-center gap-1.5 rounded-sm border px-1.5 text-12 font-medium whitespace-nowrap',
        meaning ? cn('border-current/25', meaningText[meaning], meaningSoft[meaning]) : 'border-line bg-sunken text-ink-2',
        className,
      )}
    >
      {meaning && <StateShape meaning={meaning} />}
      {children}
    </span>
  );
}
