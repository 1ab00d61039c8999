import type { ReactNode } from 'react';
import { cn } from '../class-names';
import { type Meaning, meaningText, StateShape } from '../state-shape';

export interface PlainStateProps {
  /** What happened. */
  title: ReactNode;
  /** What it means for the money: "Nothing was charged." */
  money?: ReactNode;
  /** What to do now. */
  advice?: ReactNode;
  actions?: ReactNode;
  /** `1` when this is the whole page. */
  level?: 1 | 2;
  /** `attention` where nothing is broken, such as an address that leads nowhere. */
  meaning?: Meaning;
  children?: ReactNode;
}

/** The frame of an error or of "not there", without a line of JavaScript: what payer pages and the root's own pages use. */
export function PlainState({ title, money, advice, actions, level = 2, meaning = 'wrong', children }: PlainStateProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div role="alert" className="mx-auto grid max-w-lg gap-2 rounded-md border border-line bg-surface p-6">
      <div className="flex items-start gap-3">
        <StateShape meaning={meaning} className={cn('mt-2 size-3', meaningText[meaning])} />
        <Heading className="text-20 font-semibold">{title}</Heading>
      </div>
      {money && <p className="font-medium">{money}</p>}
      {advice && <p className="text-ink-2">{advice}</p>}
      {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      {children}
    </div>
  );
}
