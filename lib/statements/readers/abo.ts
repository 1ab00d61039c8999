/** ABO (GPC) of Czech and Slovak banks: 074 an account with its balances and turnovers, 075 a movement, 076, 078 and 079 its further words. */
import { Book, bookCurrency, makeRow, saidText } from '../book';
import { linesOf } from '../input';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { rowTypeOf } from '../words';
import { digits, dmy, firstLine, side, signed, unpadded } from './fields';

const HEAD = /^074\d{16}.{20}\d{6}\d{14}[+-]\d{14}[+-]\d{14}[ 0+-]\d{14}[ 0+-]\d{3}\d{6}/;
/** A bank's number of the currency is that of ISO 4217. */
const CURRENCY: Readonly<Record<string, string>> = {
  '203': 'CZK', '703': 'SKK', '978': 'EUR', '840': 'USD', '826': 'GBP', '756': 'CHF', '985': 'PLN', '348': 'HUF', '036': 'AUD', '124': 'CAD', '208': 'DKK', '392': 'JPY',
  '578': 'NOK', '752': 'SEK', '156': 'CNY', '643': 'RUB', '946': 'RON', '949': 'TRY',
};
/** 1 out, 2 in; 4 takes back what went out, 5 what came in. */
const CODES = '1245';

interface Turnover { debit: bigint; credit: bigint; reversed: boolean }

/** Turnovers are less what was taken back; the sums of rows are not, so they are only compared where nothing was. */
function checkTurnover(stated: { readonly debit: bigint; readonly credit: bigint } | null, read: Turnover, tally: Tally): void {
  if (!stated) return;
  if (read.reversed) {
    tally.compare('debit', stated.debit, read.debit);
    tally.compare('credit', stated.credit, read.credit);
    return;
  }
  tally.stated.debitMinor = (tally.stated.debitMinor ?? 0n) + stated.debit;
  tally.stated.creditMinor = (tally.stated.creditMinor ?? 0n) + stated.credit;
}

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const book = new Book(tally);
  let stated: { debit: bigint; credit: bigint } | null = null;
  let read: Turnover = { debit: 0n, credit: 0n, reversed: false };
  let held: { readonly row: StatementRow; readonly code: string } | null = null;
  let lineNo = 0;
  const put = (): StatementRow | null => {
    if (!held) return null;
    const { row, code } = held;
    held = null;
    const by = code === '4' || code === '5' ? -row.amountMinor : row.amountMinor;
    if (code === '1' || code === '4') read.debit += by;
    else read.credit += by;
    read.reversed ||= by < 0n;
    return book.add(row, row.channelNo ? `${row.channelNo}|${row.direction}|${row.amountMinor}|${row.tradeTime}|${row.merchantNo}` : '');
  };
  const close = (): void => {
    checkTurnover(stated, read, tally);
    if (stated) book.end();
    read = { debit: 0n, credit: 0n, reversed: false };
  };
  for (const line of linesOf(input)) {
    lineNo++;
    const kind = line.slice(0, 3);
    if (held && (kind === '076' || kind === '078' || kind === '079')) {
      held = { code: held.code, row: withWords(held.row, line.slice(kind === '076' ? 35 : 3)) };
      continue;
    }
    const row = put();
    if (row) yield row;
    if (kind === '074') {
      close();
      stated = openBook(line, book);
    } else if (kind === '075') held = movementOf(line, lineNo, tally);
    else if (line.trim() !== '') tally.reject(lineNo, 'statements.row-record', line);
  }
  const row = put();
  if (row) yield row;
  close();
  book.finish();
}

function openBook(line: string, book: Book): { debit: bigint; credit: bigint } {
  book.account = line.slice(3, 19);
  book.opening = signed(digits(line.slice(45, 59)), line[59] === '-');
  book.closing = signed(digits(line.slice(60, 74)), line[74] === '-');
  return { debit: signed(digits(line.slice(75, 89)), line[89] === '-') ?? 0n, credit: signed(digits(line.slice(90, 104)), line[104] === '-') ?? 0n };
}

const withWords = (row: StatementRow, text: string): StatementRow => ({ ...row, memo: saidText(`${row.memo ?? ''} ${text.trim().replace(/\s+/g, ' ')}`) });

function movementOf(line: string, lineNo: number, tally: Tally): { row: StatementRow; code: string } | null {
  const amountMinor = digits(line.slice(48, 60));
  const code = line[60] ?? '';
  const day = dmy(line.slice(122, 128)) ?? dmy(line.slice(91, 97));
  if (amountMinor === null || !CODES.includes(code) || code === '' || day === null) {
    tally.reject(lineNo, amountMinor === null ? 'statements.row-amount' : day === null ? 'statements.row-date' : 'statements.row-direction', line);
    return null;
  }
  const [account, bank, name] = [unpadded(line.slice(19, 35)), unpadded(line.slice(73, 77)), line.slice(97, 117).trim()];
  // Some banks write their longer messages behind the record.
  const memo = `${name} ${line.slice(128, 268).trim()}`.trim();
  const row = makeRow({
    lineNo, type: code === '4' || code === '5' ? 'refund' : rowTypeOf(memo), direction: side(code === '2' || code === '4'), amountMinor,
    currency: bookCurrency(CURRENCY[line.slice(119, 122)] ?? null, tally), tradeTime: day, settleDate: dmy(line.slice(91, 97)),
    merchantNo: saidText(unpadded(line.slice(61, 71))), channelNo: saidText(line.slice(35, 48).replace(/^0+$/, '')),
    counterparty: saidText(name !== '' ? name : account === '' ? '' : `${account}${bank === '' ? '' : `/${bank.padStart(4, '0')}`}`), memo: saidText(memo),
  });
  return { row, code };
}

export const aboReader = makeReader({ id: 'abo', rows, recognise: (input) => (HEAD.test(firstLine(input)) ? 1 : 0) });
