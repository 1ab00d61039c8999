/** Tables without captions: what a column is can only be told from what stands in it. */
import { clean, decideStyle, readAmount } from './amounts';
import { isDay, NO_COLUMNS, type Columns } from './choose-columns';
import type { TableRecord } from './records';
import { currencyText, wayOf } from './words';

/** More columns of numbers are no statement's; they are tried with each other. */
const MONEY_MAX = 16;
const DECIMAL = /^[+-]?\d[\d,. ]*[.,]\d{1,3}$|^[+-]?0$/;

/** `statedSum` chooses among several amount columns where the file has a trailer. Null when nothing looks like date and amount. */
export function inferColumns(body: readonly TableRecord[], statedSum: bigint | undefined): Columns | null {
  const widths = new Map<number, number>();
  for (const record of body) widths.set(record.cells.length, (widths.get(record.cells.length) ?? 0) + 1);
  const width = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
  const rows = body.filter((record) => record.cells.length === width && record.cells.some(isDay));
  if (rows.length === 0 || width < 3) return null;
  const share = (index: number, holds: (cell: string) => boolean) => rows.filter((row) => holds(row.cells[index]!)).length / rows.length;
  const indexes = Array.from({ length: width }, (_, i) => i);
  const dates = indexes.filter((i) => share(i, isDay) > 0.8);
  const date = dates[0];
  const money = indexes.filter((i) => !dates.includes(i) && share(i, (cell) => cell === '' || DECIMAL.test(clean(cell))) > 0.9 && share(i, (cell) => cell !== '') > 0).slice(0, MONEY_MAX);
  if (date === undefined || money.length === 0) return null;
  const find = (holds: (cell: string) => boolean) => indexes.find((i) => i !== date && !money.includes(i) && share(i, holds) > 0.9) ?? -1;
  const memo = indexes.find((i) => i !== date && share(i, (cell) => /[A-Za-z\u00c0-\u024f\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff]{2}/.test(cell) && !/^[A-Z]{3}$/.test(cell)) > 0.8) ?? -1;
  const currency = find((cell) => /^[A-Za-z]{3}$/.test(cell) && currencyText(cell) !== null && wayOf(cell) === null);
  const base = { ...NO_COLUMNS, date, settleDate: dates[1] ?? -1, memo, currency };
  const [a, b, c] = money;
  // Some write a zero where the other column has the amount.
  const none = (cell: string): boolean => cell === '' || /^0+(?:[.,]0+)?$/.test(clean(cell));
  if (a !== undefined && b !== undefined && share(a, none) > 0 && share(b, none) > 0 && rows.every((row) => none(row.cells[a]!) !== none(row.cells[b]!))) {
    return { ...base, debit: a, credit: b, balance: c ?? -1 };
  }
  return { ...base, ...singleAmount(rows, money, statedSum), direction: find((cell) => wayOf(cell) !== null) };
}

/** The amount by which the balance of a neighbouring row differs; some print the balance before the amount, which is none after it. */
function byChain(rows: readonly TableRecord[], money: readonly number[], value: (row: TableRecord, index: number) => bigint): { amount: number; balance: number } | null {
  let best: { amount: number; balance: number; ties: number } | null = null;
  for (const amount of money) {
    for (const balance of money.filter((index) => index !== amount)) {
      const ties = { after: 0, above: 0, before: 0 };
      for (let i = 1; i < rows.length; i++) {
        const [upper, lower] = [rows[i - 1]!, rows[i]!];
        const step = value(lower, balance) - value(upper, balance);
        if (step === 0n) continue;
        if (step === value(lower, amount)) ties.after++;
        if (-step === value(upper, amount)) ties.above++;
        if (step === value(upper, amount)) ties.before++;
      }
      const most = Math.max(ties.after, ties.above, ties.before);
      if (most < Math.max(1, (rows.length - 1) * 0.5) || most <= (best?.ties ?? 0)) continue;
      best = { amount, balance: ties.before > Math.max(ties.after, ties.above) ? -1 : balance, ties: most };
    }
  }
  return best && { amount: best.amount, balance: best.balance };
}

/** One amount among the columns of numbers: the one whose sum is stated, the one by which a balance grows, else the first. */
function singleAmount(rows: readonly TableRecord[], money: readonly number[], statedSum: bigint | undefined): { amount: number; balance: number } {
  const style = decideStyle(rows.flatMap((row) => money.map((i) => row.cells[i]!))) ?? 'point';
  const value = (row: TableRecord, index: number) => readAmount(row.cells[index]!, style, 2) ?? 0n;
  const summed = statedSum === undefined ? undefined : money.find((index) => rows.reduce((sum, row) => sum + value(row, index), 0n) === statedSum);
  if (summed !== undefined) return { amount: summed, balance: -1 };
  for (const before of money) {
    for (const after of money) {
      const amount = money.find((i) => i !== before && i !== after && rows.every((row) => value(row, before) + value(row, i) === value(row, after)));
      if (before !== after && amount !== undefined && rows.some((row) => value(row, amount) !== 0n)) return { amount, balance: after };
    }
  }
  const chained = byChain(rows, money, value);
  if (chained) return chained;
  // Prices and rates stand beside some amounts; the amount itself is on every row.
  const filled = (index: number) => rows.filter((row) => row.cells[index] !== '').length;
  const most = Math.max(...money.map(filled));
  const [amount, balance] = money.filter((index) => filled(index) === most);
  return { amount: amount!, balance: balance ?? -1 };
}
