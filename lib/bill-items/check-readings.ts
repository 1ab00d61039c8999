/** One row of a readings file, checked. Pure: the dry run and the real run decide with the same function. */
import { columnOf, type Wrong } from '@/lib/payers';
import type { ReadingRowCause } from './errors';
import { parseMilli } from './quantities';

/** A row as the file has it: well-formed, but nobody has asked yet whether there is such a payer. */
export interface ReadingRow {
  readonly payer: string;
  readonly item: string;
  readonly period: string;
  readonly previousMilli: bigint;
  readonly currentMilli: bigint;
}

export interface ImportedReading extends Omit<ReadingRow, 'payer' | 'item'> {
  readonly payerId: string;
  readonly itemCode: string;
}

export interface ReadingFacts {
  /** Payer number → id, of every payer the rows name. */
  readonly payers: ReadonlyMap<string, string>;
  /** Any way an item is written (code, Chinese or English name, lower case) → code. */
  readonly items: ReadonlyMap<string, string>;
  /** `payer id|period` already billed: their readings may no longer change. */
  readonly billed: ReadonlySet<string>;
  /** `payer id|item|period` → values already kept; a row that says the same again is not a change. */
  readonly kept: ReadonlyMap<string, { readonly previousMilli: bigint; readonly currentMilli: bigint }>;
}

export type Judged =
  | { readonly kind: 'created' | 'changed'; readonly reading: ImportedReading }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'bad'; readonly wrong: Wrong<ReadingRowCause> };

const COLUMNS = {
  payer: ['payer', 'payer number', 'number', 'tenant', '编号', '缴费号', '户号', '租户编号', '房号'],
  item: ['item', '项目', '费用项目', '表类型'],
  period: ['period', 'cycle', '账期', '周期'],
  previous: ['previous', 'previous reading', '上期读数', '上次读数', '起数'],
  current: ['current', 'current reading', '本期读数', '本次读数', '止数'],
} as const;
type Column = keyof typeof COLUMNS;
export type ReadingColumns = Readonly<Record<Column, number>>;

/** `2026-12`, `2026-Q4`, `2026-autumn`, `2026`, `once`: the cycle key under which the reading will be billed. */
const PERIOD = /^(\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|[a-z][a-z0-9-]{0,31}))?|once|event-[a-z0-9][a-z0-9-]{0,31})$/;

export const readingColumns = (header: readonly string[]): ReadingColumns =>
  Object.fromEntries(Object.entries(COLUMNS).map(([key, names]) => [key, columnOf(header, names)])) as Record<Column, number>;
export const isReadingHead = (header: readonly string[]): boolean => Object.values(readingColumns(header)).every((index) => index >= 0);

/** `seen` remembers the meters and periods of the file. */
export function checkReading(cells: readonly string[], at: ReadingColumns, seen: Set<string>): ReadingRow | Wrong<ReadingRowCause> {
  const read = (column: Column) => (cells[at[column]] ?? '').normalize('NFKC').trim();
  for (const column of Object.keys(COLUMNS) as Column[]) if (read(column) === '') return { at: at[column], cause: 'missing-value' };
  const period = read('period');
  if (!PERIOD.test(period)) return { at: at.period, cause: 'bad-period' };
  const previousMilli = parseMilli(read('previous'));
  if (previousMilli === null) return { at: at.previous, cause: 'bad-number' };
  const currentMilli = parseMilli(read('current'));
  if (currentMilli === null) return { at: at.current, cause: 'bad-number' };
  if (currentMilli < previousMilli) return { at: at.current, cause: 'runs-backwards' };
  const row = { payer: read('payer'), item: read('item').toLowerCase(), period, previousMilli, currentMilli };
  const key = `${row.payer}|${row.item}|${row.period}`;
  if (seen.has(key)) return { at: at.item, cause: 'twice-in-file' };
  seen.add(key);
  return row;
}

/** What a row means for the books as they stand. */
export function judge(row: ReadingRow, at: ReadingColumns, facts: ReadingFacts): Judged {
  const bad = (column: Column, cause: ReadingRowCause): Judged => ({ kind: 'bad', wrong: { at: at[column], cause } });
  const payerId = facts.payers.get(row.payer);
  if (payerId === undefined) return bad('payer', 'unknown-payer');
  const itemCode = facts.items.get(row.item);
  if (itemCode === undefined) return bad('item', 'unknown-item');
  const { period, previousMilli, currentMilli } = row;
  const reading = { payerId, itemCode, period, previousMilli, currentMilli };
  const old = facts.kept.get(keyOf(reading));
  if (!old) return { kind: 'created', reading };
  if (old.previousMilli === previousMilli && old.currentMilli === currentMilli) return { kind: 'unchanged' };
  return facts.billed.has(`${payerId}|${period}`) ? bad('current', 'already-billed') : { kind: 'changed', reading };
}

export const keyOf = (r: Pick<ImportedReading, 'payerId' | 'itemCode' | 'period'>): string => `${r.payerId}|${r.itemCode}|${r.period}`;
