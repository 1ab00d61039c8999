'use client';

import { useTranslations } from 'next-intl';
import { cn } from '../class-names';
import { Checkbox } from '../ui/checkbox';
import { EmptyState } from '../ui/empty-state';
import { Pagination } from '../ui/pagination';
import { ColumnChooser } from './column-chooser';
import type { DataTableProps } from './props';
import { SelectionBar } from './selection-bar';
import { sumsByCurrency } from './selection-sums';
import { ColumnHeading } from './table-head';
import { TableRow } from './table-row';
import { ListError, LoadingRows } from './table-states';
import { type DataTableModel, useDataTable } from './use-data-table';

/** A list a person works in: paged by the server, walked by keys, selected with sums, cards on a phone. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const t = useTranslations('common');
  const list = useDataTable(props);
  const { selection, status = 'ready' } = props;
  const isEmpty = status === 'ready' && props.rows.length === 0;
  return (
    <div className="min-w-0 rounded-md border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
        <div className="min-w-0 flex-1">{props.toolbar}</div>
        <ColumnChooser columns={list.choosable} />
      </div>
      <SelectionBar
        count={list.selected.length}
        sums={selection?.amountOf ? sumsByCurrency(list.selected.map(selection.amountOf)) : []}
        actions={selection?.actions?.(list.selected, list.clear)}
        onClear={list.clear}
      />
      {status === 'error' && <ListError reference={props.reference} onRetry={props.onRetry} />}
      {isEmpty && (props.empty ?? <EmptyState title={t('table.emptyTitle')}>{t('table.emptySentence')}</EmptyState>)}
      {status !== 'error' && !isEmpty && <Grid {...props} list={list} />}
      {status === 'ready' && !isEmpty && (
        <Pagination shown={props.rows.length} total={props.total} firstHref={list.firstHref} nextHref={list.nextHref} />
      )}
    </div>
  );
}

function Grid<Row extends object>({ list, ...props }: DataTableProps<Row> & { list: DataTableModel<Row> }) {
  const t = useTranslations('common');
  const { shown, table, virtual, virtualItems } = list;
  const loading = props.status === 'loading';
  const width = shown.length + (props.selection ? 1 : 0);
  const drawRow = (index: number, measure?: (element: HTMLTableRowElement | null) => void) => {
    const row = list.modelRows[index];
    if (!row) return null;
    return (
      <TableRow
        key={row.id}
        row={row.original}
        index={index}
        columns={shown}
        active={list.walk.active === index}
        first={list.walk.active < 0 && index === 0}
        open={props.openId === row.id}
        label={props.rowLabel(row.original)}
        openable={props.rowHref !== undefined}
        selection={props.selection ? { selected: row.getIsSelected(), onChange: row.getToggleSelectedHandler() } : null}
        onActivate={() => list.walk.setActive(index)}
        onOpen={() => list.open(index, 'enter')}
        measure={measure}
      />
    );
  };
  return (
    <div
      ref={list.scroller}
      className={cn('overflow-x-auto', props.virtualHeight && 'overflow-y-auto')}
      style={props.virtualHeight ? { maxHeight: props.virtualHeight } : undefined}
    >
      <table
        role="table"
        aria-busy={loading}
        className="w-full border-separate border-spacing-0 text-14 max-sm:block [&_td]:border-b [&_td]:border-line max-sm:[&_td]:border-b-0"
      >
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
              <ColumnHeading key={column.id} column={column} sort={list.sort} sortHref={list.sortHref} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="max-sm:block">
          {loading && <LoadingRows columns={width} />}
          {!loading && !props.virtualHeight && list.modelRows.map((_row, index) => drawRow(index))}
          {!loading && props.virtualHeight && (
            <>
              <Spacer height={virtualItems[0]?.start ?? 0} columns={width} />
              {virtualItems.map((item) => drawRow(item.index, virtual.measureElement))}
              <Spacer height={virtual.getTotalSize() - (virtualItems.at(-1)?.end ?? 0)} columns={width} />
            </>
          )}
        </tbody>
      </table>
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
