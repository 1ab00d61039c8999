'use client';

import { columnVisibilityFeature, rowSelectionFeature, type RowSelectionState, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useMemo, useRef, useState } from 'react';
import { hrefWith, parseSort, type Sort, sortText } from './list-url';
import type { DataTableProps } from './props';
import { useKeptColumns } from './use-kept-columns';
import { useRowWalk } from './use-row-walk';

const features = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });
const ROW_PX = 36;
const OVERSCAN_ROWS = 12;

export type DataTableModel<Row extends object> = ReturnType<typeof useDataTable<Row>>;

/** Everything a list knows: which columns and rows, what is selected, where the cursor is, which addresses lead on. */
export function useDataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, rowHref, status = 'ready', virtualHeight } = props;
  const router = useRouter();
  const scroller = useRef<HTMLDivElement>(null);
  const [columnVisibility, setColumnVisibility] = useKeptColumns(props.id, columns);
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});
  const table = useTable({
    features,
    data: rows,
    columns: useMemo(() => columns.map(({ id, header, hideable }) => ({ id, header, enableHiding: hideable !== false })), [columns]),
    getRowId: rowId,
    state: { columnVisibility, rowSelection },
    onColumnVisibilityChange: setColumnVisibility,
    onRowSelectionChange: setRowSelection,
  });
  const modelRows = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: virtualHeight ? modelRows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    initialRect: { width: 0, height: virtualHeight ?? 0 },
  });
  const open = (index: number, how: 'enter' | 'follow') => {
    const row = rows[index];
    if (row && rowHref) router[how === 'follow' ? 'replace' : 'push'](rowHref(row), { scroll: false });
  };
  const walk = useRowWalk({
    count: status === 'ready' ? rows.length : 0,
    openIndex: props.openId ? rows.findIndex((row) => rowId(row) === props.openId) : -1,
    container: scroller,
    scrollTo: (index) => virtualHeight && virtual.scrollToIndex(index),
    onOpen: open,
    onToggle: (index) => props.selection && modelRows[index]?.toggleSelected(),
    onSelect: (index) => props.selection && modelRows[index]?.toggleSelected(true),
    enabled: true,
  });
  const shown = columns.filter((column) => table.getColumn(column.id)?.getIsVisible() !== false);
  const choosable = columns
    .filter((column) => column.hideable !== false)
    .map((column) => ({
      id: column.id,
      header: column.header,
      visible: shown.includes(column),
      toggle: () => table.getColumn(column.id)?.toggleVisibility(),
    }));
  return {
    table, modelRows, shown, choosable, scroller, virtual, virtualItems: virtual.getVirtualItems(), walk, open,
    selected: modelRows.filter((row) => row.getIsSelected()).map((row) => row.original),
    clear: () => setRowSelection({}),
    ...useListAddresses(props),
  };
}

/** Sorting and paging as addresses. */
function useListAddresses<Row>({ columns, nextCursor }: Pick<DataTableProps<Row>, 'columns' | 'nextCursor'>) {
  const path = usePathname();
  const params = useSearchParams();
  const search = params.toString();
  return {
    sort: parseSort(params.get('sort'), columns.filter((column) => column.sortable).map((column) => column.id)),
    sortHref: (next: Sort | null) => hrefWith(path, search, { sort: sortText(next), cursor: null }),
    firstHref: params.has('cursor') ? hrefWith(path, search, { cursor: null }) : null,
    nextHref: nextCursor ? hrefWith(path, search, { cursor: nextCursor }) : null,
  };
}
