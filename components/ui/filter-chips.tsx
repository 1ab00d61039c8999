import { X } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from '../class-names';

export interface FilterChip {
  readonly id: string;
  readonly label: ReactNode;
  /** Address with this filter switched over: on if it is off, gone if it is on. */
  readonly href: string;
  readonly active: boolean;
  readonly count?: number;
}

/** Filters as addresses: a view can be bookmarked and sent to a colleague, and works without JavaScript. */
export function FilterChips({ chips, label, clearHref }: { chips: readonly FilterChip[]; label: string; clearHref?: string }) {
  const t = useTranslations('common');
  const anyActive = chips.some((chip) => chip.active);
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-1.5">
      {chips.map((chip) => (
        <Link
          key={chip.id}
          href={chip.href}
          data-plain-link
          scroll={false}
          aria-current={chip.active ? 'true' : undefined}
          className={cn(
            'inline-flex min-h-7 items-center gap-1.5 rounded-full border px-2.5 text-13',
            chip.active ? 'border-accent bg-accent-soft font-medium text-accent' : 'border-line-strong bg-surface text-ink-2 hover:border-ink-2 hover:text-ink',
          )}
        >
          {chip.label}
          {chip.count !== undefined && <span className="text-12 opacity-80">{chip.count}</span>}
          {chip.active && <X aria-hidden className="size-3.5" />}
        </Link>
      ))}
      {clearHref && anyActive && (
        <Link href={clearHref} scroll={false} className="px-1 text-13 text-ink-2 underline underline-offset-3 hover:text-ink">
          {t('filters.clear')}
        </Link>
      )}
    </nav>
  );
}
