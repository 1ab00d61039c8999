'use client';

import { columnVisibilityFeature, rowSelectionFeature, type RowSelectionState, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { MoneyWire } from '@/lib/kernel/money';
import { cn } from '../class-names';
import { Checkbox } from '../ui/checkbox';
import { EmptyState } from '../ui/empty-state';
import { Pagination } from '../ui/pagination';
import { ColumnChooser } from './column-chooser';
import type { DataColumn } from './columns';
import { hrefWith, parseSort, type Sort, sortText } from './list-url';
import { SelectionBar } from './selection-bar';
import { sumsByCurrency } from './selection-sums';
import { ColumnHeading } from './table-head';
import { TableRow } from './table-row';
import { ListError, LoadingRows } from './table-states';
import { useKeptColumns } from './use-kept-columns';
import { useRowWalk } from './use-row-walk';

export interface DataTableProps<Row> {
  /** Name of the list; the reader's choice of columns is kept under it. */
  id: string;
  /** What the list holds, for assistive technology. */
  caption: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** How a row is called, for its check box: "Bill B-1024". */
  rowLabel: (row: Row) => string;
  /** Address of the detail; Enter and click go there. */
  rowHref?: (row: Row) => string;
  /** Row whose detail is open now. */
  openId?: string | null;
  /** Next page, or null. Sorting and cursor live in the address (`sort`, `cursor`). */
  nextCursor?: string | null;
  total?: number | null;
  selection?: { amountOf?: (row: Row) => MoneyWire | null; actions?: (rows: readonly Row[], clear: () => void) => ReactNode };
  status?: 'ready' | 'loading' | 'error';
  /** Number of the failed request and how to try again. */
  reference?: string;
  onRetry?: () => void;
  empty?: ReactNode;
  /** Left end of the bar above the list: filters, search. */
  toolbar?: ReactNode;
  /** Height in pixels of a scrolling list that draws only the rows in sight; for thousands of rows. */
  virtualHeight?: number;
}

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });
const ROW_PX = 36;

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, status = 'ready' } = props;
  const t = useTranslations('common');
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams().toString();
  const scroller = useRef<HTMLDivElement>(null);
  const [columnVisibility, setColumnVisibility] = useKeptColumns(props.id, columns);
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});

  const table = useTable({
    features,
    data: rows,
    columns: useMemo(() => columns.map((column) => ({ id: column.id, header: column.header, enableHiding: column.hideable !== false })), [columns]),
    getRowId: rowId,
    state: { columnVisibility, rowSelection },
    onColumnVisibilityChange: setColumnVisibility,
    onRowSelectionChange: setRowSelection,
  });
  const modelRows = table.getRowModel().rows;
  const shown = columns.filter((column) => table.getColumn(column.id)?.getIsVisible() !== false);
  const selected = modelRows.filter((row) => row.getIsSelected()).map((row) => row.original);

  const virtual = useVirtualizer({
    count: props.virtualHeight ? modelRows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    initialRect: { width: 0, height: props.virtualHeight ?? 0 },
  });
  const open = (index: number, how: 'enter' | 'follow') => {
    const row = rows[index];
    if (!row || !props.rowHref) return;
    if (how === 'follow') router.replace(props.rowHref(row), { scroll: false });
    else router.push(props.rowHref(row), { scroll: false });
  };
  const walk = useRowWalk({
    count: status === 'ready' ? rows.length : 0,
    openIndex: props.openId ? rows.findIndex((row) => rowId(row) === props.openId) : -1,
    container: scroller,
    scrollTo: (index) => props.virtualHeight && virtual.scrollToIndex(index),
    onOpen: open,
    onToggle: (index) => props.selection && modelRows[index]?.toggleSelected(),
    onSelect: (index) => props.selection && modelRows[index]?.toggleSelected(true),
    enabled: true,
  });

  const sort = parseSort(new URLSearchParams(search).get('sort'), columns.filter((c) => c.sortable).map((c) => c.id));
  const sortHref = (next: Sort | null) => hrefWith(path, search, { sort: sortText(next), cursor: null });
  const drawRow = (index: number, measure?: (element: HTMLTableRowElement | null) => void) => {
    const row = modelRows[index];
    if (!row) return null;
    return (
      <TableRow
        key={row.id}
        row={row.original}
        index={index}
        columns={shown}
        active={walk.active === index}
        first={walk.active < 0 && index === 0}
        open={props.openId === row.id}
        label={props.rowLabel(row.original)}
        openable={props.rowHref !== undefined}
        selection={props.selection ? { selected: row.getIsSelected(), onChange: row.getToggleSelectedHandler() } : null}
        onActivate={() => walk.setActive(index)}
        onOpen={() => open(index, 'enter')}
        measure={measure}
      />
    );
  };
  const clear = () => setRowSelection({});
  const items = virtual.getVirtualItems();
  const width = shown.length + (props.selection ? 1 : 0);

  return (
    <div className="min-w-0 rounded-md border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
        <div className="min-w-0 flex-1">{props.toolbar}</div>
        <ColumnChooser
          columns={columns
            .filter((column) => column.hideable !== false)
            .map((column) => ({
              id: column.id,
              header: column.header,
              visible: shown.includes(column),
              toggle: () => table.getColumn(column.id)?.toggleVisibility(),
            }))}
        />
      </div>
      <SelectionBar
        count={selected.length}
        sums={props.selection?.amountOf ? sumsByCurrency(selected.map(props.selection.amountOf)) : []}
        actions={props.selection?.actions?.(selected, clear)}
        onClear={clear}
      />
      {status === 'error' ? (
        <ListError reference={props.reference} onRetry={props.onRetry} />
      ) : status === 'ready' && rows.length === 0 ? (
        (props.empty ?? <EmptyState title={t('table.emptyTitle')}>{t('table.emptySentence')}</EmptyState>)
      ) : (
        <div
          ref={scroller}
          className={cn('overflow-x-auto', props.virtualHeight && 'overflow-y-auto')}
          style={props.virtualHeight ? { maxHeight: props.virtualHeight } : undefined}
        >
          <table role="table" aria-busy={status === 'loading'} className="w-full border-separate border-spacing-0 text-14 max-sm:block [&_td]:border-b [&_td]:border-line max-sm:[&_td]:border-b-0">
            <caption className="sr-only">{props.caption}</caption>
            <thead role="rowgroup" className="max-sm:hidden">
              <tr role="row">
                {props.selection && (
                  <th role="columnheader" scope="col" className="sticky top-0 z-10 w-9 border-b border-line-strong bg-surface pl-3 text-left">
                    <Checkbox
                      aria-label={t('table.selectAll')}
                      checked={table.getIsAllRowsSelected()}
                      onChange={table.getToggleAllRowsSelectedHandler()}
                    />
                  </th>
                )}
                {shown.map((column) => (
                  <ColumnHeading key={column.id} column={column} sort={sort} sortHref={sortHref} />
                ))}
              </tr>
            </thead>
            <tbody role="rowgroup" className="max-sm:block">
              {status === 'loading' && <LoadingRows columns={width} />}
              {status === 'ready' && !props.virtualHeight && modelRows.map((_row, index) => drawRow(index))}
              {status === 'ready' && props.virtualHeight && (
                <>
                  <Spacer height={items[0]?.start ?? 0} columns={width} />
                  {items.map((item) => drawRow(item.index, virtual.measureElement))}
                  <Spacer height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} columns={width} />
                </>
              )}
            </tbody>
          </table>
        </div>
      )}
      {status === 'ready' && rows.length > 0 && (
        <Pagination
          shown={rows.length}
          total={props.total}
          firstHref={new URLSearchParams(search).has('cursor') ? hrefWith(path, search, { cursor: null }) : null}
          nextHref={props.nextCursor ? hrefWith(path, search, { cursor: props.nextCursor }) : null}
        />
      )}
    </div>
  );
}

/** Stands for the rows out of sight. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className="max-sm:block">
      <td colSpan={columns} className="border-0! p-0" style={{ height }} />
    </tr>
  );
}
