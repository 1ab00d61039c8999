/**
 * What a statement file can be told off for, as data. Screens hold the copy for every code in both languages; nothing else may be
 * invented. Browser-safe: types and lists only.
 */
export type {
  ParsedStatement,
  RejectedRow,
  RowType,
  StatementInput,
  StatementReader,
  StatementRow,
  StatementSummary,
  StatementWarning,
} from './port';

export { MAPPED_FIELDS, MAPPING_DELIMITERS, MAPPING_ENCODINGS, type MappedField, type TableMapping } from './mapping';

/** The whole file was refused. */
export const REFUSAL_CODES = [
  'statements.empty-file',
  'statements.too-large',
  'statements.archive-broken',
  'statements.archive-encrypted',
  'statements.archive-too-many-files',
  'statements.archive-bomb',
  'statements.archive-empty',
  'statements.binary-content',
  'statements.undecodable-text',
  'statements.xml-forbidden',
  'statements.sheet-broken',
  'statements.sheet-too-large',
  'statements.not-a-statement',
  'statements.unknown-format',
  'statements.unreadable',
  'statements.out-of-memory',
  'statements.out-of-time',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** What the person should do about a refusal. */
export const NEXT_STEPS = [
  'statements.next-download-again',
  'statements.next-split-by-day',
  'statements.next-remove-password',
  'statements.next-export-as-csv',
  'statements.next-choose-statement',
  'statements.next-map-columns',
] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** The file was read, but something in it does not agree with itself or had to be assumed. */
export const WARNING_CODES = [
  'statements.warn-control-total',
  'statements.warn-control-count',
  'statements.warn-balance-chain',
  'statements.warn-balance-row',
  'statements.warn-duplicate-row',
  'statements.warn-rows-outside-period',
  'statements.warn-rows-rejected',
  'statements.warn-no-rows',
  'statements.warn-truncated',
  'statements.warn-currency-unsupported',
  'statements.warn-currency-assumed',
  'statements.warn-several-currencies',
  'statements.warn-several-accounts',
  'statements.warn-unsettled-rows',
  'statements.warn-sign-contradicts',
  'statements.warn-date-order-assumed',
  'statements.warn-scientific-notation',
  'statements.warn-year-unknown',
  'statements.warn-encoding-declared',
  'statements.warn-broken-characters',
  'statements.warn-ragged-rows',
  'statements.warn-batch-total',
  'statements.warn-record-count',
  'statements.warn-partly-refunded',
  'statements.warn-no-header',
  'statements.warn-more',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

/** One row could not be read; the rest of the file could. */
export const REJECT_CODES = [
  'statements.row-columns',
  'statements.row-amount',
  'statements.row-date',
  'statements.row-length',
  'statements.row-direction',
  'statements.row-record',
] as const;
export type RejectCode = (typeof REJECT_CODES)[number];
