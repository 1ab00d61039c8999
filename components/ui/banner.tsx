import type { ReactNode } from 'react';
import { cn } from '../class-names';
import { type Meaning, meaningSoft, meaningText, StateShape } from '../state-shape';

export interface BannerProps {
  meaning: Meaning;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** True when it appears because of something just done or just happened: it is then read out. */
  live?: boolean;
  className?: string;
}

/** One thing that everybody on this page must know, with what to do about it. */
export function Banner({ meaning, title, children, actions, live, className }: BannerProps) {
  return (
    <div
      role={live ? (meaning === 'wrong' ? 'alert' : 'status') : undefined}
      className={cn('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border border-line px-4 py-3', meaningSoft[meaning], className)}
    >
      <StateShape meaning={meaning} className={cn('mt-1 size-3', meaningText[meaning])} />
      <div className="min-w-0 flex-1 basis-56">
        <p className={cn('font-semibold', meaningText[meaning])}>{title}</p>
        {children && <div className="mt-0.5 text-ink">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
