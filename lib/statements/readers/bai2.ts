/** BAI2 cash management: records 01 file, 02 group, 03 account, 16 detail, 88 continuation, 49/98/99 totals. Amounts in minor units. */
import { Book, bookCurrency, makeRow, saidText } from '../book';
import { fullYear, readDate } from '../dates';
import { headOf, linesOf } from '../input';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { rowTypeOf } from '../words';

const MAX_RECORD = 65_536;
/** A record on one line may be longer, to no purpose. */
const CELLS_MAX = 32_768;

interface Logical {
  readonly lineNo: number;
  text: string;
}

const RECORD = /^(?:0[123]|16|49|88|9[89]),/;
/** Records end with a slash; some banks put several on a line. A slash inside a text is followed by something else. */
const BETWEEN = /\/\s+(?=(?:02|03|49|88|98|99),|16,\d{3},)/g;
/** One after the other: a line may be all of the file. */
function* piecesOf(line: string): Generator<string> {
  let at = 0;
  for (const { index, 0: between } of line.matchAll(BETWEEN)) {
    yield line.slice(at, index);
    at = index + between.length;
  }
  yield line.slice(at);
}

function* recordsOf(input: StatementInput, count: { physical: number }): Generator<Logical> {
  let open: Logical | null = null;
  let lineNo = 0;
  for (const line of linesOf(input)) {
    lineNo++;
    if (line === '') continue;
    for (const piece of piecesOf(line)) {
      const text = piece.trim().replace(/\/$/, '');
      if (text === '') continue;
      if (!RECORD.test(text)) {
        // A line break inside a text.
        if (open && open.text.length < MAX_RECORD) open.text += ` ${text}`;
        continue;
      }
      count.physical++;
      if (text.startsWith('88,') && open) {
        if (open.text.length < MAX_RECORD) open.text += `,${text.slice(3)}`;
        continue;
      }
      if (open) yield open;
      open = { lineNo, text };
    }
  }
  if (open) yield open;
}

const minor = (text: string | undefined): bigint | null => (/^[+-]?\d{1,18}$/.test(text ?? '') ? BigInt(text!) : null);
const day = (text: string | undefined): string | null =>
  /^\d{6}$/.test(text ?? '') ? readDate(`${fullYear(Number(text!.slice(0, 2)))}-${text!.slice(2, 4)}-${text!.slice(4)}`) : null;

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const book = new Book(tally);
  const count = { physical: 0 };
  let groupDate: string | null = null;
  let groupCurrency: string | null = null;
  let currency: string | null = null;
  for (const { lineNo, text } of recordsOf(input, count)) {
    const cells = text.split(',', CELLS_MAX);
    if (cells[0] === '02') {
      groupDate = day(cells[4]);
      groupCurrency = cells[6] || null;
    } else if (cells[0] === '03') {
      currency = cells[2] || groupCurrency || 'USD';
      book.account = cells[1] || null;
      book.opening = balanceOf(cells, '010');
      book.closing = balanceOf(cells, '015');
    } else if (cells[0] === '16') {
      const row = rowOf(cells, lineNo, groupDate, bookCurrency(currency, tally));
      if (!row && Number(cells[1]) >= 700 && (cells[2] ?? '') === '') continue;
      if (row) yield book.add(row, row.channelNo ? `${row.channelNo}|${row.amountMinor}|${row.memo}` : '');
      else tally.reject(lineNo, 'statements.row-record', text);
    } else if (cells[0] === '49') book.end();
    else if (cells[0] === '99' && /^\d{1,9}$/.test(cells[3] ?? '') && Number(cells[3]) !== count.physical + 0) {
      tally.warn('statements.warn-record-count', { stated: Number(cells[3]), read: count.physical });
    }
  }
  book.finish();
}

/** In an account record the summaries follow as type, amount, item count, funds type. */
function balanceOf(cells: readonly string[], type: string): bigint | null {
  const at = cells.indexOf(type, 3);
  return at === -1 ? null : minor(cells[at + 1]);
}

/** Fields taken by the funds type before the bank's reference: S and V and D carry their own. */
function fundsLength(cells: readonly string[]): number {
  const kind = cells[3];
  if (kind === 'V') return 2;
  if (kind === 'S') return 3;
  if (kind === 'D') return 1 + 2 * Number(/^\d{1,2}$/.test(cells[4] ?? '') ? cells[4] : 0);
  return 0;
}

function rowOf(cells: readonly string[], lineNo: number, date: string | null, currency: StatementRow['currency']): StatementRow | null {
  const type = Number(cells[1]);
  const amountMinor = minor(cells[2]);
  if (amountMinor === null || !Number.isInteger(type) || type < 100 || type > 999) return null;
  const rest = 4 + fundsLength(cells);
  const memo = cells
    .slice(rest + 2)
    .join(',')
    .trim();
  const negative = amountMinor < 0n;
  return makeRow({
    // 100–399 are credits, 400–699 debits; the rest is information.
    lineNo,
    type: rowTypeOf(memo),
    direction: type < 400 !== negative ? 'credit' : 'debit',
    amountMinor: negative ? -amountMinor : amountMinor,
    currency,
    channelNo: saidText(cells[rest]),
    merchantNo: saidText(cells[rest + 1]),
    tradeTime: date,
    memo: saidText(memo),
    status: String(type),
    ...(type >= 700 && { neutral: true }),
  });
}

/** File, group and account follow each other; one after the other, so that no text is gone through again for each group in it. */
function recognise(input: StatementInput): number {
  const head = headOf(input);
  const group = /^\s*01,[^\n]*?(?:\/\s*|\r?\n)02,/.exec(head);
  return group && /^[^\n]*?(?:\/\s*|\r?\n)03,/.test(head.slice(group[0].length)) ? 1 : 0;
}

export const bai2Reader = makeReader({ id: 'bai2', recognise, rows });
