'use client';

import { useTranslations } from 'next-intl';
import type { ChangeEvent, MouseEvent, ReactNode } from 'react';
import { cn } from '../class-names';
import { Checkbox } from '../ui/checkbox';
import type { DataColumn } from './columns';

export interface TableRowProps<Row> {
  row: Row;
  index: number;
  columns: readonly DataColumn<Row>[];
  active: boolean;
  open: boolean;
  first: boolean;
  label: string;
  openable: boolean;
  selection: { selected: boolean; onChange: (event: ChangeEvent<HTMLInputElement>) => void } | null;
  onActivate: () => void;
  onOpen: () => void;
  measure?: (element: HTMLTableRowElement | null) => void;
}

const INTERACTIVE = 'a, button, input, select, textarea, label, summary';

/** One row, 36 px; a card where the screen is narrow. A click on it opens it, except on a control inside it. */
export function TableRow<Row>(props: TableRowProps<Row>) {
  const t = useTranslations('common');
  const { row, index, columns, active, open, selection } = props;
  const click = (event: MouseEvent) => {
    props.onActivate();
    const onControl = event.target instanceof Element && event.target.closest(INTERACTIVE);
    if (!onControl && props.openable && document.getSelection()?.isCollapsed !== false) props.onOpen();
  };
  return (
    <tr
      ref={props.measure}
      role="row"
      data-row={index}
      data-index={index}
      tabIndex={active || props.first ? 0 : -1}
      aria-current={open ? 'true' : undefined}
      onClick={click}
      onFocus={(event) => event.target === event.currentTarget && props.onActivate()}
      className={cn(
        'border-b border-line last:border-b-0 focus-visible:-outline-offset-2',
        'max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-3 max-sm:gap-y-0.5 max-sm:px-3 max-sm:py-2.5',
        selection && 'max-sm:relative max-sm:pl-11',
        props.openable && 'cursor-pointer hover:bg-sunken',
        selection?.selected && 'bg-accent-soft',
        open && 'bg-accent-soft outline-1 -outline-offset-1 outline-accent',
      )}
    >
      {selection && (
        <td role="cell" className="h-9 w-9 pl-3 max-sm:absolute max-sm:top-0.5 max-sm:left-0 max-sm:grid max-sm:h-11 max-sm:w-11 max-sm:place-items-center max-sm:p-0">
          <Checkbox aria-label={t('table.selectRow', { row: props.label })} checked={selection.selected} onChange={selection.onChange} />
        </td>
      )}
      {columns.map((column) => (
        <Cell key={column.id} column={column}>
          {column.cell(row)}
        </Cell>
      ))}
    </tr>
  );
}

function Cell<Row>({ column, children }: { column: DataColumn<Row>; children: ReactNode }) {
  const card = column.card ?? 'line';
  return (
    <td
      role="cell"
      className={cn(
        'h-9 px-3 py-1 max-sm:h-auto max-sm:p-0',
        column.align === 'end' && 'sm:text-right',
        card === 'title' && 'max-sm:order-first max-sm:font-semibold',
        card === 'aside' && 'max-sm:order-first max-sm:text-right',
        card === 'line' && 'max-sm:col-span-2 max-sm:flex max-sm:gap-2 max-sm:text-13',
        card === 'none' && 'max-sm:hidden',
        column.className,
      )}
    >
      {card === 'line' && (
        <span aria-hidden className="shrink-0 text-ink-2 sm:hidden">
          {column.header}
        </span>
      )}
      {children}
    </td>
  );
}
