/** TITO, the Finnish account statement in records: T00 an account and its opening balance, T10 a movement, T11 its further words, T40 balances, T50 sums. */
import { Book, bookCurrency, makeRow, saidText } from '../book';
import { headOf, linesOf } from '../input';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { rowTypeOf } from '../words';
import { digits, side, signed, unpadded, ymd } from './fields';

/** Letters of the seven-bit alphabet that Finnish banks write. */
const NATIONAL: Readonly<Record<string, string>> = { '[': 'Ä', '\\': 'Ö', ']': 'Å', '{': 'ä', '|': 'ö', '}': 'å' };
const asNational = (text: string): string => text.replace(/[[\\\]{|}]/g, (sign) => NATIONAL[sign]!);
const RECORD = /^T\d\d\d{3}/;
const amountAt = (record: string, at: number): bigint | null => signed(digits(record.slice(at + 1, at + 19)), record[at] === '-');
/** `2` is the statement's own sum; banks that leave it out give those of its days (`1`). Months and years reach beyond the file. */
interface Sums { own: boolean; creditCount: number; creditMinor: bigint; debitCount: number; debitMinor: bigint }

/** A record says its own length; some files have no line ends, some lose the blanks at them. */
function* recordsOf(input: StatementInput): Generator<{ lineNo: number; text: string }> {
  let lineNo = 0;
  for (const line of linesOf(input)) {
    lineNo++;
    let at = 0;
    while (RECORD.test(line.slice(at, at + 6))) {
      const length = Math.max(6, Number(line.slice(at + 3, at + 6)));
      yield { lineNo, text: line.slice(at, at + length) };
      at += length;
    }
    if (line.slice(at).trim() !== '') yield { lineNo, text: line.slice(at) };
  }
}

/** An entry that waits for its further words, and for the parts that it is the sum of. */
interface Held { row: StatementRow; parts: number; partsMinor: bigint }

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const book = new Book(tally);
  const plain: (text: string) => string = input.encoding === 'ascii' ? asNational : (text) => text;
  let [currency, begun]: [string | null, boolean] = [null, false];
  let sums: Sums | null = null;
  let held: Held | null = null;
  const put = (): StatementRow | null => {
    if (!held) return null;
    const { row, parts, partsMinor } = held;
    held = null;
    if (parts > 0 && partsMinor !== row.amountMinor)
      tally.warn('statements.warn-batch-total', { entryMinor: row.amountMinor.toString(), partsMinor: partsMinor.toString(), parts }, row.lineNo);
    return book.add(row, row.channelNo ?? '');
  };
  const close = (): void => {
    addSums(sums, tally);
    sums = null;
    if (begun) book.end();
  };
  for (const { lineNo, text } of recordsOf(input)) {
    const kind = text.slice(0, 3);
    if (kind === 'T11') {
      if (held) held.row = withWords(held.row, text.slice(6, 8), plain(text.slice(8)));
      continue;
    }
    // A part of the entry above it: counted there, not a movement of its own.
    if (kind === 'T10' && held && /[1-9]/.test(text[187] ?? '')) {
      held.parts++;
      const part: bigint = amountAt(text, 87) ?? 0n;
      held.partsMinor += part < 0n ? -part : part;
      continue;
    }
    const row = put();
    if (row) yield row;
    if (kind === 'T00') {
      close();
      begun = true;
      currency = text.slice(96, 99).trim() || null;
      openBook(text, book, tally);
    } else if (kind === 'T10') held = entryOf(text, lineNo, plain, currency, tally);
    else if (kind === 'T40') book.closing = amountAt(text, 12) ?? book.closing;
    else if (kind === 'T50') sums = withSums(sums, text);
    else if (!RECORD.test(text)) tally.reject(lineNo, 'statements.row-record', text);
  }
  const row = put();
  if (row) yield row;
  close();
  book.finish();
}

function openBook(text: string, book: Book, tally: Tally): void {
  book.account = text.slice(9, 23).trim();
  book.opening = amountAt(text, 71);
  const [from, to] = [ymd(text.slice(26, 32)), ymd(text.slice(32, 38))];
  if (!from || !to) return;
  const known = tally.stated.period;
  tally.stated.period = { from: known && known.from < from ? known.from : from, to: known && known.to > to ? known.to : to };
}

function withSums(sums: Sums | null, text: string): Sums | null {
  const own = text[6] === '2';
  if ((!own && text[6] !== '1') || (sums?.own === true && !own)) return sums;
  const before = sums !== null && sums.own === own ? sums : { creditCount: 0, creditMinor: 0n, debitCount: 0, debitMinor: 0n };
  const debit = amountAt(text, 48) ?? 0n;
  return {
    own, creditCount: before.creditCount + Number(digits(text.slice(13, 21)) ?? 0n), creditMinor: before.creditMinor + (amountAt(text, 21) ?? 0n),
    debitCount: before.debitCount + Number(digits(text.slice(40, 48)) ?? 0n), debitMinor: before.debitMinor + (debit < 0n ? -debit : debit),
  };
}

function addSums(sums: Sums | null, { stated }: Tally): void {
  if (!sums) return;
  stated.creditCount = (stated.creditCount ?? 0) + sums.creditCount;
  stated.creditMinor = (stated.creditMinor ?? 0n) + sums.creditMinor;
  stated.debitCount = (stated.debitCount ?? 0) + sums.debitCount;
  stated.debitMinor = (stated.debitMinor ?? 0n) + sums.debitMinor;
}

/** 1 in, 2 out, 3 and 4 correct one of these; 9 was turned down and moved nothing. */
function entryOf(text: string, lineNo: number, plain: (text: string) => string, currency: string | null, tally: Tally): Held | null {
  const amount = amountAt(text, 87);
  const [booked, kind] = [ymd(text.slice(30, 36)), text[48] ?? ''];
  if (amount === null || booked === null || !'12349'.includes(kind) || kind === '') {
    tally.reject(lineNo, amount === null ? 'statements.row-amount' : booked === null ? 'statements.row-date' : 'statements.row-direction', text);
    return null;
  }
  const memo = plain(text.slice(52, 87)).trim();
  const row = makeRow({
    lineNo, type: kind === '3' || kind === '4' ? 'refund' : rowTypeOf(memo), direction: side(amount >= 0n), amountMinor: amount < 0n ? -amount : amount,
    currency: bookCurrency(currency, tally), tradeTime: booked, settleDate: ymd(text.slice(36, 42)), channelNo: saidText(text.slice(12, 30)),
    merchantNo: saidText(unpadded(text.slice(159, 179))), counterparty: saidText(plain(text.slice(108, 143))), memo: saidText(memo), status: text.slice(49, 52).trim() || null,
    ...(kind === '9' && { neutral: true, settled: false }),
  });
  return { row, parts: 0, partsMinor: 0n };
}

/** 00 is a message, 06 and 11 say whose reference it was; the others are figures of foreign payments and cards. */
function withWords(row: StatementRow, kind: string, text: string): StatementRow {
  const words = text.replace(/\s+/g, ' ').trim();
  if (kind === '00') return { ...row, memo: saidText(`${row.memo ?? ''} ${words}`) };
  if (kind === '06' || kind === '11') return row.merchantNo === null ? { ...row, merchantNo: saidText(unpadded(text.slice(0, 35))) } : row;
  return row;
}

export const titoReader = makeReader({
  id: 'tito', rows, recognise: (input) => (/^T00322\d{3}[0-9A-Z]{14}\d{3}\d{12}\d{10}.{17}\d{6}[+-]\d{18}/.test(headOf(input)) ? 1 : 0),
});
