/** Zengin (JP): 200 letters a record, with or without line ends; 03 the movements of an account, 01 transfers that came in. Years are those of the era. */
import { Book, makeRow, saidText } from '../book';
import { readDate } from '../dates';
import { headOf, linesOf } from '../input';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { digits, side, signed } from './fields';

const RECORD = 200;
const HEAD = /^1(?:01|03)[01]\d{18}\d{4}/;

/** Reiwa began in 2019, Heisei in 1989; no account is so old, and none so far ahead, that a year could be of both. */
const REIWA_LAST = 19;
function day(text: string): string | null {
  if (!/^\d{6}$/.test(text) || text === '000000') return null;
  const year = Number(text.slice(0, 2));
  return readDate(`${year <= REIWA_LAST ? 2018 + year : 1988 + year}-${text.slice(2, 4)}-${text.slice(4)}`);
}

/** Where the two kinds of file keep the same things. */
interface Shape {
  readonly account: readonly [number, number];
  readonly amount: readonly [number, number];
  readonly name: readonly [number, number];
  readonly edi: readonly [number, number];
  readonly memo: readonly [number, number] | null;
  readonly number: readonly [number, number];
  readonly dates: readonly [number, number];
  /** Money in unless this letter says otherwise. */
  readonly out: { readonly at: number; readonly sign: string };
  readonly totals: readonly [number, number, number, number, number];
}
const MOVEMENTS: Shape = {
  account: [63, 73], amount: [24, 36], name: [81, 129], edi: [179, 199], memo: [159, 179], number: [1, 9], dates: [9, 15], out: { at: 21, sign: '2' }, totals: [1, 7, 20, 26, 39],
};
const TRANSFERS: Shape = {
  account: [60, 67], amount: [19, 29], name: [49, 97], edi: [128, 148], memo: null, number: [1, 7], dates: [7, 13], out: { at: 127, sign: '1' }, totals: [1, 7, 19, 25, 37],
};

function* recordsIn(input: StatementInput): Generator<{ lineNo: number; text: string }> {
  let lineNo = 0;
  for (const line of linesOf(input)) for (let at = 0; at < line.length; at += RECORD) yield { lineNo: ++lineNo, text: line.slice(at, at + RECORD) };
}

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const book = new Book(tally);
  tally.assumeCurrency('JPY');
  let shape: Shape = MOVEMENTS;
  let [begun, records] = [false, 0];
  for (const { lineNo, text } of recordsIn(input)) {
    const kind = text[0];
    if (text.trim() === '' || text === '\u001a') continue;
    if (kind === '1') {
      if (begun) book.end();
      begun = true;
      records = 0;
      shape = text.startsWith('101') ? TRANSFERS : MOVEMENTS;
      openBook(text, shape, book, tally);
    } else if (kind === '2') {
      records++;
      const row = rowOf(text, shape, lineNo, tally);
      if (row) yield book.add(row, row.channelNo ? `${row.channelNo}|${row.tradeTime}|${row.direction}|${row.amountMinor}` : '');
    } else if (kind === '8') {
      readTotals(text, shape, tally);
      if (shape === TRANSFERS) continue;
      book.closing = signed(digits(text.slice(40, 54)), text[39] === '2');
      const stated = digits(text.slice(54, 61));
      if (stated !== null && Number(stated) !== records) tally.warn('statements.warn-record-count', { stated: Number(stated), read: records });
    } else if (kind !== '9') tally.reject(lineNo, 'statements.row-record', text);
  }
  if (begun) book.end();
  book.finish();
}

function openBook(text: string, shape: Shape, book: Book, tally: Tally): void {
  book.account = text.slice(...shape.account).trim();
  if (shape === MOVEMENTS) book.opening = signed(digits(text.slice(115, 129)), text[113] === '2');
  const [from, to] = [day(text.slice(10, 16)), day(text.slice(16, 22))];
  if (!from || !to || from > to) return;
  const known = tally.stated.period;
  tally.stated.period = { from: known && known.from < from ? known.from : from, to: known && known.to > to ? known.to : to };
}

function readTotals(text: string, { totals }: Shape, { stated }: Tally): void {
  const [a, b, c, d, end] = totals;
  stated.creditCount = (stated.creditCount ?? 0) + Number(digits(text.slice(a, b)) ?? 0n);
  stated.creditMinor = (stated.creditMinor ?? 0n) + (digits(text.slice(b, c)) ?? 0n);
  stated.debitCount = (stated.debitCount ?? 0) + Number(digits(text.slice(c, d)) ?? 0n);
  stated.debitMinor = (stated.debitMinor ?? 0n) + (digits(text.slice(d, end)) ?? 0n);
}

function rowOf(text: string, shape: Shape, lineNo: number, tally: Tally): StatementRow | null {
  const amountMinor = digits(text.slice(...shape.amount));
  const [booked, mark] = [day(text.slice(...shape.dates)), text[shape.out.at] ?? ''];
  const sided = shape === TRANSFERS || mark === '1' || mark === '2';
  if (amountMinor === null || booked === null || !sided) {
    tally.reject(lineNo, amountMinor === null ? 'statements.row-amount' : booked === null ? 'statements.row-date' : 'statements.row-direction', text);
    return null;
  }
  const taken = mark === shape.out.sign;
  const name = text.slice(...shape.name).trim();
  const memo = shape.memo ? `${text.slice(...shape.memo).trim()} ${name}`.trim() : name;
  return makeRow({
    lineNo, type: taken ? (shape === TRANSFERS ? 'refund' : 'other') : 'payment', direction: side(!taken), amountMinor, currency: 'JPY', tradeTime: booked,
    settleDate: day(text.slice(shape.dates[1], shape.dates[1] + 6)), channelNo: saidText(text.slice(...shape.number).replace(/^0+$/, '')),
    merchantNo: saidText(text.slice(...shape.edi)), counterparty: saidText(name), memo: saidText(memo),
  });
}

/** A header, and behind its 200 letters a record that may follow it. */
function recognise(input: StatementInput): number {
  const head = headOf(input).slice(0, 2 * RECORD + 4);
  if (!HEAD.test(head)) return 0;
  const lineEnd = head.search(/[\r\n]/);
  const next = lineEnd !== -1 && lineEnd <= RECORD ? head.slice(lineEnd).trimStart() : head.slice(RECORD);
  return (lineEnd === -1 || lineEnd > 100) && /^[28]\d{6}/.test(next) ? 1 : 0;
}

export const zenginReader = makeReader({ id: 'zengin', rows, recognise });
