export type { DataColumn } from './columns';
export { DataTable } from './data-table';
export type { Sort } from './list-url';
export type { DataTableProps } from './props';
