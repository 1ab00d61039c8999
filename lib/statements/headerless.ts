/** Tables without captions: what a column is can only be told from what stands in it. */
import { clean } from './amounts';
import { readDate } from './dates';
import type { Columns } from './plan';
import type { TableRecord } from './records';
import { readMinor } from './amounts';

const NONE = -1;
const EMPTY: Columns = {
  date: NONE,
  time: NONE,
  settleDate: NONE,
  amount: NONE,
  credit: NONE,
  debit: NONE,
  direction: NONE,
  balance: NONE,
  currency: NONE,
  fee: NONE,
  status: NONE,
  merchantNo: NONE,
  channelNo: NONE,
  counterparty: NONE,
  type: NONE,
  memo: NONE,
};
const DECIMAL = /^[+-]?\d[\d,]*[.,]\d{1,3}$/;

/** `statedSum` chooses among several amount columns where the file has a trailer. Null when nothing looks like date and amount. */
export function inferColumns(body: readonly TableRecord[], statedSum: bigint | undefined): Columns | null {
  const widths = new Map<number, number>();
  for (const record of body) widths.set(record.cells.length, (widths.get(record.cells.length) ?? 0) + 1);
  const width = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
  const rows = body.filter((record) => record.cells.length === width);
  if (rows.length === 0 || width < 3) return null;
  const share = (index: number, holds: (cell: string) => boolean) => rows.filter((row) => holds(row.cells[index]!)).length / rows.length;
  const indexes = Array.from({ length: width }, (_, i) => i);
  const date = indexes.find((i) => share(i, (cell) => readDate(cell, 'dmy') !== null || readDate(cell, 'mdy') !== null) > 0.8);
  const money = indexes.filter(
    (i) => share(i, (cell) => cell === '' || DECIMAL.test(clean(cell))) > 0.9 && share(i, (cell) => cell !== '') > 0,
  );
  if (date === undefined || money.length === 0) return null;
  const memo = indexes.find((i) => i !== date && share(i, (cell) => /[A-Za-z\u4e00-\u9fff]{2}/.test(cell)) > 0.8) ?? NONE;
  const base = { ...EMPTY, date, memo };
  const [a, b, c] = money;
  if (
    a !== undefined &&
    b !== undefined &&
    share(a, (cell) => cell === '') > 0 &&
    rows.every((row) => (row.cells[a] === '') !== (row.cells[b] === ''))
  ) {
    return { ...base, debit: a, credit: b, balance: c ?? NONE };
  }
  const sumOf = (index: number) => rows.reduce((all, row) => all + (readMinor(clean(row.cells[index]!)) ?? 0n), 0n);
  const matching = statedSum === undefined ? undefined : money.find((index) => sumOf(index) === statedSum);
  return { ...base, amount: matching ?? a!, balance: matching === undefined ? (b ?? NONE) : NONE };
}
