'use client';

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { cn } from '../class-names';
import type { DataColumn } from './columns';
import { nextSort, type Sort } from './list-url';

export interface SortableHeaderProps<Row> {
  column: DataColumn<Row>;
  sort: Sort | null;
  sortHref: (sort: Sort | null) => string;
}

/** Column heading; a link where the server can sort by it, so that sorting too has an address. */
export function ColumnHeading<Row>({ column, sort, sortHref }: SortableHeaderProps<Row>) {
  const t = useTranslations('common');
  const direction = sort?.id === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined;
  const after = nextSort(sort, column.id);
  const act = after === null ? 'table.sortNone' : after.descending ? 'table.sortDescending' : 'table.sortAscending';
  const Arrow = direction === 'ascending' ? ArrowUp : direction === 'descending' ? ArrowDown : ChevronsUpDown;
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={column.sortable ? (direction ?? 'none') : undefined}
      className={cn(
        'sticky top-0 z-10 h-9 border-b border-line-strong bg-surface px-3 text-left text-12 font-medium whitespace-nowrap text-ink-2',
        column.align === 'end' && 'text-right',
        column.className,
      )}
    >
      {column.sortable ? (
        <Link
          href={sortHref(after)}
          scroll={false}
          data-plain-link
          title={t(act, { column: column.header })}
          className={cn('inline-flex items-center gap-1 rounded-sm hover:text-ink', direction && 'font-semibold text-ink')}
        >
          {column.header}
          <Arrow aria-hidden className={cn('size-3.5', !direction && 'opacity-60')} />
        </Link>
      ) : (
        column.header
      )}
    </th>
  );
}
