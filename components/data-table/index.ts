export type { DataColumn } from './columns';
export { DataTable, type DataTableProps } from './data-table';
export { hrefWith, nextSort, parseSort, type Sort, sortText } from './list-url';
