import Link from 'next/link';
import type { ReactNode } from 'react';
import { cn } from '../class-names';

const bar = 'mb-4 flex gap-1 overflow-x-auto border-b border-line';
const tab =
  'flex min-h-9 shrink-0 items-center gap-2 border-b-2 border-transparent px-3 text-ink-2 hover:text-ink focus-visible:-outline-offset-2';

export interface LinkTab {
  readonly href: string;
  readonly label: ReactNode;
  readonly count?: number;
  readonly current: boolean;
}

/** Tabs that are addresses: they work without JavaScript, can be opened in a new window and kept as a bookmark. */
export function LinkTabs({ items, label }: { items: readonly LinkTab[]; label: string }) {
  return (
    <nav aria-label={label} className={bar}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          data-plain-link
          aria-current={item.current ? 'page' : undefined}
          className={cn(tab, item.current && 'border-accent font-semibold text-ink')}
        >
          {item.label}
          <Count count={item.count} />
        </Link>
      ))}
    </nav>
  );
}

function Count({ count }: { count?: number }) {
  return count === undefined ? null : <span className="rounded-sm bg-sunken px-1.5 text-12 text-ink-2">{count}</span>;
}
