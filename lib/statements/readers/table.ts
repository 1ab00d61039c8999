/**
 * Any delimited text or sheet with dates and amounts: bank CSVs, app bills, workbooks. Follows the plan that the first records gave;
 * lines that are no rows are control totals, notes or rejects, never silently lost.
 */
import { amountAt } from '../choose-columns';
import { beginOf, type Controls, isBalanceLine, isBalanceRow, isTotalCaptions, pairUp, readControls } from '../controls';
import { readDate, readSerialDay, readTime, readYearless } from '../dates';
import { UnreadableStatement } from '../errors';
import { headOf, sheetOf } from '../input';
import type { RejectCode } from '../model';
import { isFooter, planOf, type Plan } from '../plan';
import { isMarkedCredit, keyOf } from '../polarity';
import type { StatementInput, StatementReader, StatementRow } from '../port';
import { BalanceChain } from '../balance-chain';
import { currencyOfTable, makeCurrency, type RowCurrency } from '../table-currency';
import { recordsOf, type TableRecord } from '../records';
import { withWays, type Ways } from '../sides-by-balance';
import { makeReader } from '../stream';
import { kindOf } from '../table-kind';
import type { Tally } from '../tally';
import { isRefund, isUnsettled, rowTypeOf, wordedWay, type Way } from '../words';

const DIGITS = 2;

interface Reading {
  readonly plan: Plan;
  readonly tally: Tally;
  /** In a text every line has all its delimiters; a row of a workbook ends where its last cell does. */
  readonly ragged: boolean;
  /** Of rows whose side only the balances say. */
  readonly ways: Ways;
  readonly currency: (cells: readonly string[]) => RowCurrency;
}

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const plan = planOf(input);
  if (!plan) return;
  if (plan.other) throw new UnreadableStatement('statements.not-a-statement', { what: plan.other });
  tally.format = kindOf(input, plan);
  const stated: Controls = tally.stated;
  for (const record of plan.preamble) readControls(record.cells, stated);
  if (!plan.orderCertain) tally.warn('statements.warn-date-order-assumed', { order: plan.order });
  if (plan.headerLine === 0) tally.warn('statements.warn-no-header');
  const ways: Ways = new WeakMap();
  const reading: Reading = { plan, tally, ways, ragged: sheetOf(input) === null, currency: makeCurrency(currencyOfTable(plan, input), plan.columns.currency, tally) };
  const chain = new BalanceChain(plan.polarity);
  const accounts = new Set<string>();
  let totals: readonly string[] | null = null;
  const { columns: at, styles, polarity } = plan;
  const records = recordsOf(input, plan.delimiter);
  for (const record of polarity.waysByBalance ? withWays(records, { at, styles, newestFirst: polarity.newestFirst, opening: stated.opening ?? null, ways }) : records) {
    if (record.lineNo <= plan.headerLine || record.cells.every((cell) => cell === '')) continue;
    if (record.overlong) {
      tally.reject(record.lineNo, 'statements.row-record', record.cells.join(' '));
      continue;
    }
    if (totals || isTotalCaptions(record.cells)) {
      if (totals) readControls(pairUp(totals, record.cells), stated);
      totals = totals ? null : record.cells;
      continue;
    }
    const row = readRecord(record, reading, stated);
    if (!row) continue;
    chain.count(row);
    chain.add(row, keyOf(record, plan.columns), tally);
    if (plan.columns.account !== -1 && accounts.size < 3) accounts.add(record.cells[plan.columns.account] ?? '');
    tally.add(row, identityOf(row, record));
    yield row;
  }
  if (tally.rows > 0) inDigits(stated, reading.currency([]).digits);
  chain.finish(tally);
  if (accounts.size === 1) tally.stated.account ??= [...accounts][0]!.slice(0, 40) || null;
  if (stated.net !== undefined) tally.compare('net', stated.net, tally.credit.amountMinor - tally.debit.amountMinor);
  if (stated.sum !== undefined) tally.compare('sum', stated.sum, tally.credit.amountMinor + tally.debit.amountMinor);
}

/** The channel's number with what may differ under it, else the whole line. */
const identityOf = (row: StatementRow, record: TableRecord): string =>
  row.channelNo ? `${row.channelNo}|${row.direction}|${row.amountMinor}|${row.tradeTime}|${row.status ?? ''}` : record.cells.join('\u0001');

function readRecord(record: TableRecord, reading: Reading, stated: Controls): StatementRow | null {
  const { plan, tally } = reading;
  const { columns } = plan;
  const cell = (index: number): string => (index === -1 ? '' : (record.cells[index] ?? ''));
  const money = reading.currency(record.cells);
  const tradeTime = timeOf(cell(columns.date), cell(columns.time), plan) ?? timeOf(cell(columns.settleDate), '', plan);
  const amount = isBalanceRow(record.cells) ? null : effectOf(record, reading, money.digits);
  if (tradeTime === null || amount === null) {
    const filled = record.cells.filter((text) => text !== '');
    const text = beginOf(filled, ' ');
    // A balance carried forward, a total, a note, or the rest of the description of the row above.
    if (isFooter(record.cells) || isBalanceLine(text) || isBalanceRow(record.cells) || filled.length <= 2 || (tradeTime === null && !hasFigures(record, plan))) {
      readControls(record.cells, stated);
      if (tradeTime === null) readTotalCells(reading, stated, record);
      return null;
    }
    const code: RejectCode = tradeTime === null ? 'statements.row-date' : plan.polarity.waysByBalance ? 'statements.row-direction' : 'statements.row-amount';
    tally.reject(record.lineNo, code, record.cells.join(' | '));
    return null;
  }
  if (reading.ragged && record.cells.length < plan.width)
    tally.warn('statements.warn-ragged-rows', { columns: record.cells.length, expected: plan.width }, record.lineNo);
  return rowOf(record, cell, reading, { tradeTime, ...amount, money });
}

/** What stands outside the rows was read before their currency was known: yen and won have no cents. */
function inDigits(stated: Controls, digits: number): void {
  if (digits !== 0) return;
  for (const key of ['creditMinor', 'debitMinor', 'neutralMinor', 'opening', 'closing', 'net', 'sum'] as const) {
    const value = stated[key];
    if (value !== undefined && value !== null && value % 100n === 0n) stated[key] = value / 100n;
  }
}

/** Whether anything stands where the amounts are. */
const hasFigures = (record: TableRecord, { columns }: Plan): boolean =>
  [columns.amount, columns.credit, columns.debit, columns.balance].some((index) => /\d/.test(record.cells[index] ?? ''));

/** A total line whose sums stand under the columns they add up. */
function readTotalCells({ plan }: Reading, stated: Controls, record: TableRecord): void {
  if (!record.cells.some((cell) => /合计|總計|合計|总计|합\s?계|^(?:grand )?totale?s?\b|^summe/i.test(cell))) return;
  const { columns, styles, polarity } = plan;
  const debit = amountAt(record.cells, columns.debit, styles, DIGITS);
  if (columns.credit !== -1) stated.creditMinor ??= amountAt(record.cells, columns.credit, styles, DIGITS) ?? undefined;
  if (columns.debit !== -1) stated.debitMinor ??= (debit !== null && polarity.negativeDebits && debit < 0n ? -debit : debit) ?? undefined;
}

function timeOf(day: string, clock: string, plan: Plan): string | null {
  const date = readDate(day, plan.order) ?? (plan.year && readYearless(day, plan.year, plan.order)) ?? readSerialDay(day);
  if (date === null || date.length > 10 || clock === '') return date;
  const time = readTime(clock);
  return time === null ? date : `${date} ${time}`;
}

interface Effect {
  readonly way: Way;
  readonly minor: bigint;
  readonly contradicts: boolean;
}

/** Which way and how much. Null when the amount cannot be read or the direction is unknown. */
function effectOf(record: TableRecord, { plan, ways }: Reading, digits: number): Effect | null {
  const { columns, styles, polarity } = plan;
  const cell = (index: number): string => (index === -1 ? '' : (record.cells[index] ?? ''));
  const read = (index: number) => amountAt(record.cells, index, styles, digits);
  if (columns.amount === -1) return pairEffect(flip(read(columns.credit), polarity.negativeCredits), flip(read(columns.debit), polarity.negativeDebits));
  const value = read(columns.amount);
  if (value === null) return null;
  const size = value < 0n ? -value : value;
  if (polarity.bareDebits && !isMarkedCredit(cell(columns.amount))) return { way: 'debit', minor: size, contradicts: false };
  const word = cell(columns.direction);
  if (word === '' && polarity.blankDebits) return { way: 'debit', minor: size, contradicts: false };
  if (columns.direction !== -1 && word !== '') {
    const way = plan.way(word);
    return way === null ? null : { way, minor: size, contradicts: value < 0n && way === 'credit' };
  }
  if (columns.direction !== -1 && value >= 0n && isUnsettled(cell(columns.status))) return { way: 'neutral', minor: size, contradicts: false };
  if (polarity.waysByBalance) {
    const moved = ways.get(record) ?? wordedWay(`${cell(columns.type)} ${cell(columns.memo)}`);
    return moved && { way: moved, minor: size, contradicts: false };
  }
  const worded = polarity.waysByWords ? wordedWay(`${cell(columns.type)} ${cell(columns.memo)}`) : null;
  if (worded) return { way: worded, minor: size, contradicts: false };
  if (polarity.refundsByType) return { way: isRefund(cell(columns.type)) ? 'debit' : 'credit', minor: size, contradicts: false };
  return { way: value >= 0n !== polarity.inverted || value === 0n ? 'credit' : 'debit', minor: size, contradicts: false };
}

/** Columns whose numbers are all written with a minus. */
const flip = (value: bigint | null, always: boolean): bigint | null => (always && value !== null && value < 0n ? -value : value);

/** Two columns; a negative number in one is a reversal and belongs to the other. */
function pairEffect(credit: bigint | null, debit: bigint | null): Effect | null {
  if (credit === null && debit === null) return null;
  const out = debit ?? 0n;
  const net = (credit ?? 0n) - out;
  const contradicts = (credit ?? 0n) < 0n || out < 0n;
  return net === 0n
    ? { way: credit === null ? 'debit' : 'credit', minor: 0n, contradicts }
    : { way: net > 0n ? 'credit' : 'debit', minor: net < 0n ? -net : net, contradicts };
}

interface Found extends Effect {
  readonly tradeTime: string;
  readonly money: RowCurrency;
}

const EMPTY_MARKS = /^(?:[-—/]+|无|n\/?a|null)$/i;
const said = (text: string): string | null => (text === '' || EMPTY_MARKS.test(text) ? null : text.slice(0, 500));

function rowOf(record: TableRecord, cell: (index: number) => string, { plan, tally }: Reading, found: Found): StatementRow {
  const { columns, styles } = plan;
  if (found.contradicts) tally.warn('statements.warn-sign-contradicts', {}, record.lineNo);
  if (found.money.unsaid) tally.warnOnce('statements.warn-currency-assumed', { assumed: 'CNY' });
  const words = `${cell(columns.type)} ${cell(columns.memo)}`;
  const figure = (index: number) => amountAt(record.cells, index, styles, found.money.digits);
  const status = said(cell(columns.status));
  const row: StatementRow = {
    lineNo: record.lineNo,
    type: rowTypeOf(words, columns.merchantNo === -1 ? 'other' : 'payment'),
    direction: found.way === 'credit' ? 'credit' : 'debit',
    amountMinor: found.minor,
    currency: found.money.code,
    feeMinor: figure(columns.fee),
    netMinor: figure(columns.net),
    merchantNo: said(cell(columns.merchantNo)),
    origMerchantNo: null,
    channelNo: said(cell(columns.channelNo)),
    status,
    tradeTime: found.tradeTime,
    settleDate: columns.settleDate === -1 ? null : (timeOf(cell(columns.settleDate), '', plan)?.slice(0, 10) ?? null),
    counterparty: said(cell(columns.counterparty)),
    memo: said(cell(columns.memo)),
    balanceMinor: figure(columns.balance),
    ...(found.way === 'neutral' && { neutral: true }),
    ...(status !== null && isUnsettled(status) && { settled: false }),
  };
  return row;
}

/** A header is strong evidence; columns guessed from their content are weak. A format's own reader always goes first. */
function recognise(input: StatementInput): number {
  if (headOf(input).trimStart().startsWith('<')) return 0;
  const plan = planOf(input);
  if (!plan) return 0;
  return plan.headerLine === 0 ? 0.4 : 0.75;
}

export const tableReader: StatementReader = makeReader({ id: 'table', recognise, rows });
