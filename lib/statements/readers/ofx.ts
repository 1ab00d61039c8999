/** OFX and QFX, both the SGML of version 1 (values end where the next tag begins) and the XML of version 2. */
import { decideStyle, readAmount } from '../amounts';
import { Book, bookCurrency, makeRow, saidText } from '../book';
import { readDate } from '../dates';
import { UnreadableStatement } from '../errors';
import { headOf } from '../input';
import { tokensOf } from '../markup';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { digitsOf, rowTypeOf } from '../words';

type Fields = Map<string, string>;
/** Of one transaction, and of all that stands around them: known by their names, of which there are some dozens. */
const FIELDS_MAX = 500;
function put(fields: Fields, name: string, value: string): void {
  if (fields.size < FIELDS_MAX || fields.has(name)) fields.set(name, value);
}

const ENDS = new Set(['STMTTRN', 'BANKTRANLIST', 'STMTRS', 'CCSTMTRS', 'LEDGERBAL']);

function* rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  const text = (input.text ?? '').slice((input.text ?? '').search(/<OFX>/i));
  if (!/<\w{0,12}STMTRS\b/i.test(text)) throw new UnreadableStatement('statements.not-a-statement', { what: 'no_account' });
  const book = new Book(tally);
  const around: Fields = new Map();
  let fields: Fields | null = null;
  let leaf = '';
  let inBalance = false;
  let record = 0;
  for (const token of tokensOf(text)) {
    if (token.kind === 'text') {
      put(fields ?? around, inBalance ? `BAL.${leaf}` : leaf, token.text.trim());
      if (leaf === 'ACCTID' && !fields) book.account = token.text.trim();
      if (inBalance && leaf === 'BALAMT') book.closing = amountOf(token.text, digitsOf(around.get('CURDEF') ?? null));
      leaf = '';
      continue;
    }
    const name = token.name.toUpperCase();
    if (fields && ENDS.has(name)) {
      record++;
      const row = rowOf(fields, around, record, tally);
      fields = null;
      if (row) yield book.add(row, row.channelNo ? `${book.account}|${row.channelNo}` : '');
    }
    if (token.kind === 'open') {
      leaf = name;
      inBalance = name === 'LEDGERBAL' || (inBalance && name !== 'AVAILBAL');
      if (name === 'STMTTRN') fields = new Map();
    } else if (name === 'LEDGERBAL') inBalance = false;
    else if (name === 'STMTRS' || name === 'CCSTMTRS') book.end();
  }
  readPeriod(around, tally);
  if (tally.rows === 0) tally.stated.currency = around.get('CURDEF') || null;
  book.finish();
}

const amountOf = (text: string, digits: number): bigint | null => readAmount(text, decideStyle([text]) ?? 'point', digits);

/** `20180804093914.014[-5:EST]`: the digits are the local wall clock. */
function timeOf(text: string | undefined): string | null {
  const match = /^(\d{8})(\d{6})?/.exec(text ?? '');
  if (!match) return null;
  return readDate(match[2] && match[2] !== '000000' ? `${match[1]}${match[2]}` : match[1]!);
}

function readPeriod(around: Fields, tally: Tally): void {
  const from = timeOf(around.get('DTSTART'))?.slice(0, 10);
  const to = timeOf(around.get('DTEND'))?.slice(0, 10);
  if (from && to) tally.stated.period = from <= to ? { from, to } : { from: to, to: from };
}

function rowOf(fields: Fields, around: Fields, lineNo: number, tally: Tally): StatementRow | null {
  const currency = bookCurrency(around.get('CURDEF') || null, tally);
  const amount = amountOf(fields.get('TRNAMT') ?? '', digitsOf(around.get('CURDEF') ?? null));
  const tradeTime = timeOf(fields.get('DTPOSTED'));
  if (amount === null || tradeTime === null) {
    tally.reject(lineNo, amount === null ? 'statements.row-amount' : 'statements.row-date', [...fields].join(' '));
    return null;
  }
  const memo = [fields.get('NAME'), fields.get('MEMO')].filter(Boolean).join(' ');
  return makeRow({
    lineNo,
    type: rowTypeOf(`${fields.get('TRNTYPE') ?? ''} ${memo}`),
    direction: amount < 0n ? 'debit' : 'credit',
    amountMinor: amount < 0n ? -amount : amount,
    currency,
    channelNo: saidText(fields.get('FITID')),
    merchantNo: saidText(fields.get('REFNUM') ?? fields.get('CHECKNUM')),
    tradeTime,
    settleDate: tradeTime.slice(0, 10),
    counterparty: saidText(fields.get('NAME')),
    memo: saidText(memo),
    status: saidText(fields.get('TRNTYPE')),
  });
}

export const ofxReader = makeReader({ id: 'ofx', recognise: (input) => (/<OFX>/i.test(headOf(input)) ? 1 : 0), rows });
