import type { ReactNode } from 'react';
import type { MoneyWire } from '@/lib/kernel/money';
import type { DataColumn } from './columns';

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
