/** CODA (BE): 1 opens an account with its balance, 21 is a movement, 22 and 23 say more of it and who stands behind it, 8 closes, 9 adds up; positions are 0-based. */
import { Book, bookCurrency, makeRow, saidText } from '../book';
import { headOf, linesOf } from '../input';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { rowTypeOf } from '../words';
import { digits, dmy, firstLine, side, signed } from './fields';

/** Amounts have three decimals; the third is always zero for money in cents. */
const coda = (text: string): bigint | null => {
  const thousandths = digits(text);
  return thousandths === null || thousandths % 10n !== 0n ? null : thousandths / 10n;
};

interface Held { readonly row: StatementRow; readonly identity: string }

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const book = new Book(tally);
  let currency: string | null = null;
  let held: Held | null = null;
  let lineNo = 0;
  for (const line of linesOf(input)) {
    lineNo++;
    const kind = line.slice(0, 2);
    if (held && (kind === '22' || kind === '23')) {
      held = { identity: held.identity, row: withDetail(held.row, line) };
      continue;
    }
    if (held) yield book.add(held.row, held.identity);
    held = null;
    if (kind[0] === '1') {
      book.account = line.slice(5, 42).trim().split(/\s+/)[0] ?? null;
      currency = /([A-Z]{3})/.exec(line.slice(17, 25))?.[1] ?? 'EUR';
      book.opening = signed(coda(line.slice(43, 58)), line[42] === '1');
    } else if (kind === '21' && line.slice(6, 10) === '0000') held = movementOf(line, lineNo, currency, tally);
    else if (kind[0] === '8') {
      book.closing = signed(coda(line.slice(42, 57)), line[41] === '1');
      book.end();
    } else if (kind[0] === '9') {
      tally.stated.debitMinor = (tally.stated.debitMinor ?? 0n) + (coda(line.slice(22, 37)) ?? 0n);
      tally.stated.creditMinor = (tally.stated.creditMinor ?? 0n) + (coda(line.slice(37, 52)) ?? 0n);
    }
  }
  if (held) yield book.add(held.row, held.identity);
  book.finish();
}

function movementOf(line: string, lineNo: number, currency: string | null, tally: Tally): Held | null {
  const amountMinor = coda(line.slice(32, 47));
  if (amountMinor === null) {
    tally.reject(lineNo, 'statements.row-amount', line);
    return null;
  }
  const said = line.slice(62, 115);
  // A structured communication: the twelve digits that stand on the payment slip.
  const reference = line[61] === '1' && /^10[12]\d{12}/.test(said) ? said.slice(3, 15) : null;
  const row = makeRow({
    lineNo, type: rowTypeOf(said), direction: side(line[31] === '0'), amountMinor, currency: bookCurrency(currency, tally), channelNo: saidText(line.slice(10, 31)),
    merchantNo: reference, tradeTime: dmy(line.slice(115, 121)) ?? dmy(line.slice(47, 53)), settleDate: dmy(line.slice(47, 53)), memo: saidText(said),
  });
  return { row, identity: line.slice(2, 62) };
}

/** Of 22 the words go on; 23 has the account and the name of the other side, and the end of the words. */
function withDetail(row: StatementRow, line: string): StatementRow {
  const [words, name] = line.startsWith('22') ? [line.slice(10, 63), ''] : [line.slice(82, 125), line.slice(47, 82)];
  return { ...row, memo: saidText(`${row.memo ?? ''} ${words.trim()}`), counterparty: row.counterparty ?? saidText(name) ?? (line.startsWith('23') ? saidText(line.slice(10, 47)) : null) };
}

export const codaReader = makeReader({
  id: 'coda',
  rows,
  recognise: (input) => (/^0000[01]/.test(firstLine(input)) && firstLine(input).length >= 100 && firstLine(input).length <= 130 && /\n1[0-9]/.test(headOf(input)) ? 1 : 0),
});
