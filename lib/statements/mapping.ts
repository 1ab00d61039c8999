/** What a person says about a table nobody knew: which line is the header and which column means what. Browser-safe. */
import type { Columns } from './choose-columns';
import type { DateOrder } from './dates';
import type { Delimiter } from './records';

export interface Mapping {
  /** 0 when the table has no header. */
  readonly headerLine: number;
  readonly columns: Columns;
  /** Null = decided from the file. */
  readonly style: 'point' | 'comma' | null;
  readonly order: DateOrder | null;
  /** Null = decided from the file; true = a plus is money out. */
  readonly inverted: boolean | null;
  /** Null = decided from the file. */
  readonly delimiter?: Delimiter | null;
}

/** Encodings a person may name when the rules decided wrongly. */
export const MAPPING_ENCODINGS = [
  'utf-8', 'gb18030', 'big5', 'utf-16le', 'utf-16be', 'shift_jis', 'euc-jp', 'euc-kr', 'windows-1252', 'windows-1251', 'windows-1250', 'windows-1253',
  'windows-1254', 'windows-1255', 'windows-1256', 'windows-874', 'iso-8859-2', 'koi8-r', 'ibm866',
] as const;
export const MAPPING_DELIMITERS = [',', '\t', ';', '|', '^', '~'] as const satisfies readonly Delimiter[];

/** What a person may say a column holds, in the order a form asks. */
export const MAPPED_FIELDS = [
  'date', 'time', 'amount', 'credit', 'debit', 'direction', 'merchantNo', 'channelNo', 'fee', 'balance', 'status', 'type', 'counterparty', 'memo', 'currency', 'settleDate',
] as const satisfies readonly (keyof Columns)[];
export type MappedField = (typeof MAPPED_FIELDS)[number];

/** A mapping as it is kept: columns by their name, the rest as above. */
export interface TableMapping {
  readonly encoding: (typeof MAPPING_ENCODINGS)[number] | null;
  readonly delimiter: (typeof MAPPING_DELIMITERS)[number] | null;
  readonly headerLine: number;
  readonly columns: Readonly<Partial<Record<MappedField, number>>>;
  readonly style: 'point' | 'comma' | null;
  readonly order: DateOrder | null;
  readonly inverted: boolean | null;
}
