/** What a person says about a table nobody knew: which line is the header and which column means what. Browser-safe. */
import type { Columns } from './choose-columns';
import type { DateOrder } from './dates';

export interface Mapping {
  /** 0 when the table has no header. */
  readonly headerLine: number;
  readonly columns: Columns;
  /** Null = decided from the file. */
  readonly style: 'point' | 'comma' | null;
  readonly order: DateOrder | null;
  /** Null = decided from the file; true = a plus is money out. */
  readonly inverted: boolean | null;
}
