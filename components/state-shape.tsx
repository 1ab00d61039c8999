import type { JSX } from 'react';
import { cn } from './class-names';

/** The four meanings a state can have, and `rest` for a state that asks nothing of anybody (draft, closed). */
export type Meaning = 'good' | 'waiting' | 'attention' | 'wrong' | 'rest';

export const meaningText: Record<Meaning, string> = {
  good: 'text-good',
  waiting: 'text-waiting',
  attention: 'text-attention',
  wrong: 'text-wrong',
  rest: 'text-ink-2',
};

export const meaningSoft: Record<Meaning, string> = {
  good: 'bg-good-soft',
  waiting: 'bg-waiting-soft',
  attention: 'bg-attention-soft',
  wrong: 'bg-wrong-soft',
  rest: 'bg-sunken',
};

/** ● ◐ ▲ ■ ○ drawn, so that they look the same in every font. Always beside a word: the shape alone is not a message. */
export function StateShape({ meaning, className }: { meaning: Meaning; className?: string }) {
  return (
    <svg aria-hidden data-shape={meaning} viewBox="0 0 12 12" className={cn('size-2.5 shrink-0 text-current', className)}>
      {shapes[meaning]}
    </svg>
  );
}

const shapes: Record<Meaning, JSX.Element> = {
  good: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  waiting: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M6 1.6a4.4 4.4 0 0 1 0 8.8z" fill="currentColor" />
    </>
  ),
  attention: <path d="M6 0.8 11.4 11H0.6z" fill="currentColor" />,
  wrong: <rect x="1.2" y="1.2" width="9.6" height="9.6" fill="currentColor" />,
  rest: <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.3" />,
};
