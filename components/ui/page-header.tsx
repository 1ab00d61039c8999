import type { ReactNode } from 'react';
import { cn } from '../class-names';

export interface PageHeaderProps {
  title: ReactNode;
  /** One sentence that says what this page is for. */
  sentence?: ReactNode;
  actions?: ReactNode;
  /** Above the title: a way back, or the name of what this belongs to. */
  above?: ReactNode;
  /** Beside the title: a status badge. */
  beside?: ReactNode;
  className?: string;
}

export function PageHeader({ title, sentence, actions, above, beside, className }: PageHeaderProps) {
  return (
    <header className={cn('mb-4 border-b border-line pb-4', className)}>
      {above && <div className="mb-1 text-13 text-ink-2">{above}</div>}
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-20 font-semibold">{title}</h1>
            {beside}
          </div>
          {sentence && <p className="mt-0.5 max-w-[72ch] text-ink-2">{sentence}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
