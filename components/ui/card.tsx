import type { ComponentProps, ReactNode } from 'react';
import { cn } from '../class-names';

export interface CardProps extends Omit<ComponentProps<'section'>, 'title'> {
  title?: ReactNode;
  sentence?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  footer?: ReactNode;
  /** `none` lets a table reach the borders. */
  padding?: 'normal' | 'none';
}

export function Card({ title, sentence, actions, footer, padding = 'normal', className, children, ...rest }: CardProps) {
  return (
    <section className={cn('min-w-0 rounded-md border border-line bg-surface', className)} {...rest}>
      {(title || actions) && (
        <header className="flex flex-wrap items-start justify-between gap-2 border-b border-line px-4 py-2.5">
          <div className="min-w-0">
            {title && <h2 className="text-14 leading-7 font-semibold">{title}</h2>}
            {sentence && <p className="text-13 text-ink-2">{sentence}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={cn(padding === 'normal' && 'p-4')}>{children}</div>
      {footer && <footer className="border-t border-line px-4 py-3 text-13 text-ink-2">{footer}</footer>}
    </section>
  );
}
