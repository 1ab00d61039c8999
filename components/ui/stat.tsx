import Link from 'next/link';
import type { ReactNode } from 'react';
import { cn } from '../class-names';

export interface StatProps {
  /** What the number counts. */
  label: ReactNode;
  value: ReactNode;
  /** Compared with what, since when. */
  note?: ReactNode;
  /** Badge or shape with a word. */
  state?: ReactNode;
  href?: string;
  className?: string;
}

/** One number, and what it counts. With `href` the whole tile leads to the rows behind it. */
export function Stat({ label, value, note, state, href, className }: StatProps) {
  const look = cn('block min-w-0 rounded-md border border-line bg-surface px-4 py-3', href && 'hover:border-line-strong', className);
  const body = (
    <>
      <span className="flex items-center justify-between gap-2 text-13 text-ink-2">
        {label}
        {state}
      </span>
      <span className="mt-1 block text-24 font-semibold">{value}</span>
      {note && <span className="mt-0.5 block text-13 text-ink-2">{note}</span>}
    </>
  );
  return href ? (
    <Link href={href} data-plain-link className={look}>
      {body}
    </Link>
  ) : (
    <div className={look}>{body}</div>
  );
}
