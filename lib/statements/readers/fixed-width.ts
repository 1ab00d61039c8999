/** Fixed-width formats of national banking associations: Norma 43 (ES), CFONB 120 (FR); positions are 0-based. */
import { Book, bookCurrency, makeRow, saidText } from '../book';
import { headOf, linesOf } from '../input';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { currencyText, rowTypeOf } from '../words';
import { cnabReaders } from './cnab';
import { digits, dmy, firstLine, side, ymd } from './fields';

interface Held {
  readonly row: StatementRow;
  readonly identity: string;
}
/** Norma 43 writes the remarks of a movement in records of their own behind it. */
const withMemo = ({ row, identity }: Held, text: string): Held => ({
  identity,
  row: { ...row, memo: saidText(`${row.memo ?? ''} ${text}`) },
});

function* n43Rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const book = new Book(tally);
  let currency: string | null = null;
  let lineNo = 0;
  let held: Held | null = null;
  for (const line of linesOf(input)) {
    lineNo++;
    const kind = line.slice(0, 2);
    if (held && kind === '23') {
      held = withMemo(held, line.slice(4, 80).trim());
      continue;
    }
    if (held) yield book.add(held.row, held.identity);
    held = null;
    if (kind === '11') {
      book.account = line.slice(2, 20);
      currency = currencyText(line.slice(47, 50));
      const size = digits(line.slice(33, 47));
      book.opening = size === null ? null : line[32] === '1' ? -size : size;
      const [from, to] = [ymd(line.slice(20, 26)), ymd(line.slice(26, 32))];
      if (from && to) tally.stated.period = { from, to };
    } else if (kind === '22') {
      const amountMinor = digits(line.slice(28, 42));
      if (amountMinor === null) tally.reject(lineNo, 'statements.row-amount', line);
      else {
        const row = makeRow({
          lineNo,
          direction: side(line[27] === '2'),
          amountMinor,
          currency: bookCurrency(currency, tally),
          channelNo: saidText(line.slice(42, 52).replace(/^0+$/, '')),
          merchantNo: saidText(line.slice(52, 64).replace(/^0+$/, '')),
          tradeTime: ymd(line.slice(10, 16)),
          settleDate: ymd(line.slice(16, 22)),
        });
        held = { row, identity: `${lineNo}` };
      }
    } else if (kind === '33') {
      addTotals(line, tally);
      const size = digits(line.slice(59, 73));
      book.closing = size === null ? null : line[58] === '1' ? -size : size;
      book.end();
    }
  }
  if (held) yield book.add(held.row, held.identity);
  book.finish();
}

/** Of this account; a file may hold several. */
function addTotals(line: string, { stated }: Tally): void {
  stated.debitCount = (stated.debitCount ?? 0) + Number(digits(line.slice(20, 25)) ?? 0n);
  stated.debitMinor = (stated.debitMinor ?? 0n) + (digits(line.slice(25, 39)) ?? 0n);
  stated.creditCount = (stated.creditCount ?? 0) + Number(digits(line.slice(39, 44)) ?? 0n);
  stated.creditMinor = (stated.creditMinor ?? 0n) + (digits(line.slice(44, 58)) ?? 0n);
}

/** The last digit carries the sign: `{A–I` positive 0–9, `}J–R` negative 0–9. */
function overpunched(text: string): bigint | null {
  const plus = '{ABCDEFGHI'.indexOf(text.at(-1) ?? '');
  const minus = '}JKLMNOPQR'.indexOf(text.at(-1) ?? '');
  if (plus === -1 && minus === -1) return digits(text);
  const size = digits(text.slice(0, -1) + String(Math.max(plus, minus)));
  return size === null ? null : minus === -1 ? size : -size;
}

/** LIB goes on with the words of the movement; NPY and NBE say who paid and who is paid, RCN whose reference it was. */
function withDetail(held: Held, kind: string, text: string): Held {
  if (kind === 'LIB') return withMemo(held, text.trim());
  const { row, identity } = held;
  if (kind === 'NPY' || kind === 'NBE') return { identity, row: { ...row, counterparty: row.counterparty ?? saidText(text) } };
  return kind === 'RCN' && row.merchantNo === null ? { identity, row: { ...row, merchantNo: saidText(text.slice(0, 35)) } } : held;
}

function* cfonbRows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const book = new Book(tally);
  let lineNo = 0;
  let held: Held | null = null;
  for (const line of linesOf(input)) {
    lineNo++;
    const kind = line.slice(0, 2);
    if (kind === '05') {
      if (held) held = withDetail(held, line.slice(45, 48), line.slice(48, 118));
      continue;
    }
    if (held) yield book.add(held.row, held.identity);
    held = null;
    const amount = overpunched(line.slice(90, 104).trim());
    if (kind === '01') book.opening = amount;
    else if (kind === '07') {
      book.closing = amount;
      book.end();
    } else if (kind === '04') {
      book.account = line.slice(21, 32).trim();
      if (amount === null) tally.reject(lineNo, 'statements.row-amount', line);
      else {
        const row = makeRow({
          lineNo,
          type: rowTypeOf(line.slice(48, 79)),
          direction: side(amount >= 0n),
          amountMinor: amount < 0n ? -amount : amount,
          currency: bookCurrency(line.slice(16, 19), tally),
          tradeTime: dmy(line.slice(34, 40)),
          settleDate: dmy(line.slice(42, 48)),
          channelNo: saidText(line.slice(81, 88).replace(/^0+$/, '')),
          merchantNo: saidText(line.slice(104, 120)),
          memo: saidText(line.slice(48, 79)),
        });
        held = { row, identity: line };
      }
    }
  }
  if (held) yield book.add(held.row, held.identity);
  if (book.account !== null && book.closing === null) book.end();
  book.finish();
}

const n43Reader = makeReader({
  id: 'norma43',
  rows: n43Rows,
  recognise: (input) => (/^11\d{18}\d{12}[12]\d{14}\d{3}/.test(headOf(input)) ? 1 : 0),
});
const cfonbReader = makeReader({
  id: 'cfonb120',
  rows: cfonbRows,
  recognise: (input) => (/^0[147]\d{5}.{4}\d{5}[A-Z]{3}\d/.test(firstLine(input)) && firstLine(input).length >= 104 ? 1 : 0),
});
export const fixedWidthReaders = [n43Reader, cfonbReader, ...cnabReaders];
