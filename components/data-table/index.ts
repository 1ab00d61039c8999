export type { DataColumn } from './columns';
export { DataTable } from './data-table';
export { hrefWith, nextSort, parseSort, type Sort, sortText } from './list-url';
export type { DataTableProps } from './props';
