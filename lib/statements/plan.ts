/**
 * How a table is to be read, decided once from its first records: where the header is, which column means what, how decimals and dates
 * are written, and what a sign means. Reading the rest then only follows the plan.
 */
import { clean, decideStyle, readAmount, type DecimalStyle } from './amounts';
import { fieldOf, type Field } from './captions';
import { type Controls, isNoteLine, isTotalLine, readControls } from './controls';
import { decideOrder, readDate, readTime, type DateOrder } from './dates';
import type { StatementInput } from './port';
import { recordsOf, sniffDelimiter, type Delimiter, type TableRecord } from './records';
import { inferColumns } from './headerless';
import { decidePolarity, type Polarity } from './polarity';

const SAMPLE_RECORDS = 2000;
const HEADER_WITHIN = 80;

export interface Columns {
  readonly date: number;
  /** A second column with the time of day alone. */
  readonly time: number;
  readonly settleDate: number;
  readonly amount: number;
  readonly credit: number;
  readonly debit: number;
  readonly direction: number;
  readonly balance: number;
  readonly currency: number;
  readonly fee: number;
  readonly status: number;
  readonly merchantNo: number;
  readonly channelNo: number;
  readonly counterparty: number;
  readonly type: number;
  readonly memo: number;
}

export interface Plan {
  readonly delimiter: Delimiter;
  /** Line of the header; 0 when the table has none. */
  readonly headerLine: number;
  readonly width: number;
  readonly captions: readonly string[];
  readonly columns: Columns;
  readonly style: DecimalStyle;
  readonly order: DateOrder;
  readonly orderCertain: boolean;
  readonly polarity: Polarity;
  readonly preamble: readonly TableRecord[];
}

const plans = new WeakMap<StatementInput, Plan | null>();

/** Null when the content is no table with dates and amounts. */
export function planOf(input: StatementInput): Plan | null {
  const known = plans.get(input);
  if (known !== undefined) return known;
  const plan = makePlan(input);
  plans.set(input, plan);
  return plan;
}

function makePlan(input: StatementInput): Plan | null {
  const delimiter = sniffDelimiter(input);
  if (delimiter === null) return null;
  const records: TableRecord[] = [];
  for (const record of recordsOf(input, delimiter)) {
    records.push(record);
    if (records.length >= SAMPLE_RECORDS) break;
  }
  const at = headerAt(records);
  const header = at === -1 ? null : records[at]!;
  const body = records.slice(at + 1).filter((record) => record.cells.filter((cell) => cell !== '').length >= 2);
  const fields = header ? header.cells.map(fieldOf) : null;
  const stated: Controls = {};
  for (const record of [...records.slice(0, Math.max(0, at)), ...records.slice(-5)]) readControls(record.cells, stated);
  const columns = fields ? chooseColumns(fields, header!.cells, body) : inferColumns(body, stated.sum);
  if (!columns || columns.date === -1) return null;
  const amounts = body.flatMap((record) =>
    [columns.amount, columns.credit, columns.debit, columns.balance].map((c) => record.cells[c] ?? ''),
  );
  const style = decideStyle(amounts.filter((cell) => cell !== ''));
  const { order, certain } = decideOrder(body.map((record) => record.cells[columns.date] ?? ''));
  const dated = body.filter((record) => readDate(record.cells[columns.date] ?? '', order) !== null);
  const paid = dated.filter((record) =>
    [columns.amount, columns.credit, columns.debit].some((c) => readAmount(amountCell(record.cells[c] ?? ''), style, 4) !== null),
  );
  if (paid.length === 0 && (at === -1 || body.length > 3)) return null;
  const captions = header?.cells ?? [];
  const dayOf = (record: TableRecord | undefined) => readDate(record?.cells[columns.date] ?? '', order);
  const polarity = decidePolarity(paid, columns, style, captions, (dayOf(paid.at(0)) ?? '') > (dayOf(paid.at(-1)) ?? ''));
  const width = header ? header.cells.length - [...header.cells].reverse().findIndex((cell) => cell !== '') : 0;
  return {
    delimiter,
    headerLine: header?.lineNo ?? 0,
    width,
    captions,
    columns,
    style,
    order,
    orderCertain: certain,
    polarity,
    preamble: records.slice(0, Math.max(0, at)),
  };
}

/** `131.77(已退款89.84)` is 131.77: what stands in brackets behind the amount is a remark. */
export const amountCell = (cell: string): string => cell.replace(/^([^()（）]*\d[^()（）]*)[（(].*[)）]$/, '$1');

/** The first line whose cells are captions: a date, an amount and nothing that is itself a number. */
function headerAt(records: readonly TableRecord[]): number {
  let best = -1;
  let bestScore = 0;
  for (let i = 0; i < Math.min(records.length, HEADER_WITHIN); i++) {
    const { cells } = records[i]!;
    if (cells.some((cell) => /^[+-]?[\d.,]*\d$/.test(clean(cell)) || readDate(cell) !== null)) continue;
    const fields = new Set(cells.map(fieldOf).filter((field) => field !== null));
    const money = fields.has('amount') || fields.has('credit') || fields.has('debit') || fields.has('fee');
    if (!money || !(fields.has('date') || fields.has('settleDate'))) continue;
    if (fields.size > bestScore) {
      best = i;
      bestScore = fields.size;
    }
  }
  return best;
}

function chooseColumns(fields: readonly (Field | null)[], captions: readonly string[], body: readonly TableRecord[]): Columns | null {
  const all = (field: Field) => fields.flatMap((found, index) => (found === field ? [index] : []));
  const filled = (index: number, holds: (cell: string) => boolean) => body.filter((record) => holds(record.cells[index] ?? '')).length;
  const isAmount = (cell: string) => /^[+-]?[\d.,]*\d$/.test(clean(amountCell(cell)));
  const isDay = (cell: string) => readDate(cell, 'dmy') !== null || readDate(cell, 'mdy') !== null;
  const most = (indexes: readonly number[], holds: (cell: string) => boolean) =>
    indexes.reduce((best, index) => (best === -1 || filled(index, holds) > filled(best, holds) ? index : best), -1);
  const dates = all('date').filter((index) => body.length === 0 || filled(index, isDay) > 0);
  const times = all('date').filter((index) => !dates.includes(index) && filled(index, (cell) => readTime(cell) !== null) > 0);
  const settle = all('settleDate').filter((index) => body.length === 0 || filled(index, isDay) > 0);
  const date = most(dates, isDay);
  const credit = most(all('credit'), isAmount);
  const debit = most(all('debit'), isAmount);
  const paired = credit !== -1 && debit !== -1;
  const amount = paired ? -1 : most(all('amount'), isAmount);
  const fee = all('fee')[0] ?? -1;
  const first = (field: Field) => all(field)[0] ?? -1;
  const columns: Columns = {
    date: date === -1 ? (settle[0] ?? -1) : date,
    time: times[0] ?? -1,
    settleDate: date === -1 ? -1 : (settle[0] ?? dates.find((index) => index !== date) ?? -1),
    amount: amount === -1 && !paired && credit === -1 && debit === -1 ? fee : amount,
    credit,
    debit,
    fee: amount === -1 && !paired ? -1 : fee,
    direction: first('direction'),
    balance: first('balance'),
    currency: nearestCurrency(all('currency'), amount === -1 ? Math.max(credit, debit) : amount),
    status: first('status'),
    merchantNo: first('merchantNo'),
    channelNo: first('channelNo'),
    counterparty: first('counterparty'),
    type: first('type'),
    memo: first('memo'),
  };
  return captions.length === 0 || (columns.amount === -1 && credit === -1 && debit === -1) ? null : columns;
}

/** With two currencies in a row (original and account) the one behind the amount that is read belongs to it. */
const nearestCurrency = (indexes: readonly number[], amount: number): number =>
  indexes.find((index) => index > amount) ?? indexes.at(-1) ?? -1;

export const isFooter = (cells: readonly string[]): boolean => {
  const text = cells.filter((cell) => cell !== '').join(' ');
  return isTotalLine(text) || isNoteLine(text);
};
