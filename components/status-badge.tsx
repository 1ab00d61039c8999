import { useTranslations } from 'next-intl';
import { cn } from './class-names';
import { meaningText, StateShape } from './state-shape';
import { meaningOf, type Noun } from './states';
import { Badge } from './ui/badge';

export interface StatusBadgeProps {
  noun: Noun;
  /** A state of that noun, as its machine names it (`part-paid`). */
  state: string;
  /** `text` leaves out the frame: for dense tables. */
  look?: 'badge' | 'text';
  className?: string;
}

/** A state as shape and word. */
export function StatusBadge({ noun, state, look = 'badge', className }: StatusBadgeProps) {
  const t = useTranslations('states');
  const key = `${noun}.${state}`;
  const word = t.has(key) ? t(key) : state;
  const meaning = meaningOf(noun, state);
  if (look === 'badge') {
    return (
      <Badge meaning={meaning} className={className}>
        {word}
      </Badge>
    );
  }
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', className)}>
      <StateShape meaning={meaning} className={meaningText[meaning]} />
      {word}
    </span>
  );
}
