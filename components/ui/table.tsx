import type { ComponentProps, ReactNode } from 'react';
import { cn } from '../class-names';

/** A plain table for small, finished sets. Lists a person works in use `DataTable`. `caption` names it for assistive technology. */
export function Table({ caption, captionShown, className, children, ...rest }: ComponentProps<'table'> & { caption: string; captionShown?: boolean }) {
  return (
    // Where it is wider than the screen, the arrow keys scroll it.
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={caption}>
      <table className={cn('w-full border-collapse text-14', className)} {...rest}>
        <caption className={cn(captionShown ? 'px-3 py-2 text-left text-13 text-ink-2' : 'sr-only')}>{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export function Th({ numeric, className, ...rest }: ComponentProps<'th'> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={cn('h-9 border-b border-line px-3 text-left text-12 font-medium whitespace-nowrap text-ink-2', numeric && 'text-right', className)}
      {...rest}
    />
  );
}

export function Td({ numeric, className, ...rest }: ComponentProps<'td'> & { numeric?: boolean }) {
  return <td className={cn('h-9 border-b border-line px-3 py-1', numeric && 'text-right whitespace-nowrap', className)} {...rest} />;
}

export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={cn('last:[&>td]:border-b-0', className)} {...rest} />;
}

/** Last line of a table: sums. */
export function TotalRow({ children }: { children: ReactNode }) {
  return <tr className="border-t-2 border-line-strong font-semibold">{children}</tr>;
}
