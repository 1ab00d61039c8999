/** A readings file into checked rows. Pure: the dry run and the real run decide with the same function. */
import { BAD_ROWS_SHOWN, type BadRow } from '@/lib/payers/model';
import { columnOf, type Table } from '@/lib/payers';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { BillItemFailure, ReadingRowCause } from './errors';
import { parseMilli } from './quantities';

export interface ImportedReading {
  readonly payerId: string;
  readonly itemCode: string;
  readonly period: string;
  readonly previousMilli: bigint;
  readonly currentMilli: bigint;
}

export interface ReadingFacts {
  /** Payer number → id, of every payer the file names. */
  readonly payers: ReadonlyMap<string, string>;
  /** Any way an item is written (code, Chinese or English name, lower case) → code. */
  readonly items: ReadonlyMap<string, string>;
  /** `payer id|period` already billed: their readings may no longer change. */
  readonly billed: ReadonlySet<string>;
  /** `payer id|item|period` → values already kept; a row that says the same again is not a change. */
  readonly kept: ReadonlyMap<string, { readonly previousMilli: bigint; readonly currentMilli: bigint }>;
}

export interface CheckedReadings {
  readonly created: readonly ImportedReading[];
  readonly changed: readonly ImportedReading[];
  readonly unchanged: number;
  readonly bad: readonly BadRow<ReadingRowCause>[];
  readonly badCount: number;
}

const COLUMNS = {
  payer: ['payer', 'payer number', 'number', 'tenant', '编号', '缴费号', '户号', '租户编号'],
  item: ['item', '项目', '费用项目', '表类型'],
  period: ['period', 'cycle', '账期', '周期'],
  previous: ['previous', 'previous reading', '上期读数', '上次读数', '起数'],
  current: ['current', 'current reading', '本期读数', '本次读数', '止数'],
} as const;
type Column = keyof typeof COLUMNS;

/** `2026-12`, `2026-Q4`, `2026-autumn`, `2026`, `once`: the cycle key under which the reading will be billed. */
const PERIOD = /^(\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|[a-z][a-z0-9-]{0,31}))?|once)$/;

export function columnsOfReadings(table: Table): Result<Readonly<Record<Column, number>>, BillItemFailure> {
  const at = Object.fromEntries(Object.entries(COLUMNS).map(([key, names]) => [key, columnOf(table.header, names)])) as Record<
    Column,
    number
  >;
  const missing = Object.values(at).some((index) => index < 0);
  return missing ? err('bill-items.columns-missing', { columns: table.header.slice(0, 12).join(', ') }) : ok(at);
}

export function checkReadings(table: Table, at: Readonly<Record<Column, number>>, facts: ReadingFacts): CheckedReadings {
  const created: ImportedReading[] = [];
  const changed: ImportedReading[] = [];
  const bad: BadRow<ReadingRowCause>[] = [];
  let [unchanged, badCount] = [0, 0];
  const seen = new Set<string>();
  for (const { line, cells } of table.rows) {
    const checked = checkRow(cells, at, facts, seen);
    if ('cause' in checked) {
      badCount++;
      if (bad.length < BAD_ROWS_SHOWN) bad.push({ line, column: table.header[at[checked.column]] ?? '', cause: checked.cause });
      continue;
    }
    const old = facts.kept.get(keyOf(checked));
    if (!old) created.push(checked);
    else if (old.previousMilli === checked.previousMilli && old.currentMilli === checked.currentMilli) unchanged++;
    else if (facts.billed.has(`${checked.payerId}|${checked.period}`)) {
      badCount++;
      if (bad.length < BAD_ROWS_SHOWN) bad.push({ line, column: table.header[at.current] ?? '', cause: 'already-billed' });
    } else changed.push(checked);
  }
  return { created, changed, unchanged, bad, badCount };
}

export const keyOf = (r: Pick<ImportedReading, 'payerId' | 'itemCode' | 'period'>): string => `${r.payerId}|${r.itemCode}|${r.period}`;

function checkRow(
  cells: readonly string[],
  at: Readonly<Record<Column, number>>,
  facts: ReadingFacts,
  seen: Set<string>,
): ImportedReading | { column: Column; cause: ReadingRowCause } {
  const read = (column: Column) => (cells[at[column]] ?? '').normalize('NFKC').trim();
  for (const column of Object.keys(COLUMNS) as Column[]) if (read(column) === '') return { column, cause: 'missing-value' };
  const payerId = facts.payers.get(read('payer'));
  if (payerId === undefined) return { column: 'payer', cause: 'unknown-payer' };
  const itemCode = facts.items.get(read('item').toLowerCase());
  if (itemCode === undefined) return { column: 'item', cause: 'unknown-item' };
  const period = read('period');
  if (!PERIOD.test(period)) return { column: 'period', cause: 'bad-period' };
  const previousMilli = parseMilli(read('previous'));
  if (previousMilli === null) return { column: 'previous', cause: 'bad-number' };
  const currentMilli = parseMilli(read('current'));
  if (currentMilli === null) return { column: 'current', cause: 'bad-number' };
  if (currentMilli < previousMilli) return { column: 'current', cause: 'runs-backwards' };
  const reading = { payerId, itemCode, period, previousMilli, currentMilli };
  if (seen.has(keyOf(reading))) return { column: 'item', cause: 'twice-in-file' };
  seen.add(keyOf(reading));
  return reading;
}
