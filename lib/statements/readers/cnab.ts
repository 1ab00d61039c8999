/** CNAB 240 and 400 (BR): returns of collected titles, and account statements (segment E). Fixed width; positions are 0-based. */
import { makeRow, saidText } from '../book';
import { readDate } from '../dates';
import { linesOf } from '../input';
import type { StatementInput, StatementRow } from '../port';
import { makeReader } from '../stream';
import type { Tally } from '../tally';
import { rowTypeOf } from '../words';
import { digits, dmy, firstLine } from './fields';

/** Only these occurrences mean that money came: paid, paid in registry, paid after write-off. Some banks number them otherwise. */
const PAID_400 = new Set(['06', '15', '17']);
const PAID_400_OF: Readonly<Record<string, ReadonlySet<string>>> = {
  // Banco do Brasil, Santander, Caixa, Itaú, HSBC, Banco do Nordeste
  '001': new Set(['05', '06', '07', '08', '15', '46']), '033': new Set(['06', '07', '08', '16', '17']), '104': new Set(['21', '22']),
  '341': new Set(['06', '07', '08', '10', '59']), '399': new Set(['06', '15', '16', '31', '32', '33', '36', '38', '39']), '004': new Set(['06', '07', '08']),
};
const PAID_240 = new Set(['06', '17']);

function* cnab400Rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  tally.assumeCurrency('BRL');
  const paidBy = PAID_400_OF[firstLine(input).slice(76, 79)] ?? PAID_400;
  let lineNo = 0;
  for (const line of linesOf(input)) {
    lineNo++;
    // Banco do Brasil's longer agreements number their details 7.
    if (line[0] !== '1' && line[0] !== '7') continue;
    const occurrence = line.slice(108, 110);
    const paid = paidBy.has(occurrence);
    const amountMinor = digits(paid ? line.slice(253, 266) : line.slice(152, 165));
    if (amountMinor === null) {
      tally.reject(lineNo, 'statements.row-amount', line);
      continue;
    }
    const row = makeRow({
      lineNo,
      type: paid ? 'payment' : 'other',
      direction: 'credit',
      amountMinor,
      currency: 'BRL',
      merchantNo: saidText(line.slice(116, 126)),
      channelNo: saidText(line.slice(70, 82)),
      status: occurrence,
      tradeTime: dmy(line.slice(110, 116)),
      ...(!paid && { neutral: true, settled: false }),
    });
    tally.add(row, '');
    yield row;
  }
}

/** One title is two records: T says which, U what was paid and what was credited after the bank's fee. */
function* cnab240Rows(input: StatementInput, tally: Tally): Generator<StatementRow> {
  tally.assumeCurrency('BRL');
  let lineNo = 0;
  let title = '';
  let records = 0;
  const moved = { net: 0n, closed: false };
  for (const line of linesOf(input)) {
    lineNo++;
    if (line.trim() !== '') records++;
    if (
      line[7] === '9' &&
      line.startsWith('999', 1) === false &&
      /^\d{6}$/.test(line.slice(23, 29)) &&
      Number(line.slice(23, 29)) !== records
    ) {
      tally.warn('statements.warn-record-count', { stated: Number(line.slice(23, 29)), read: records });
    }
    const book = readBatch(line);
    if (book) {
      if (book.kind === 'opening') tally.stated.opening ??= book.minor;
      else {
        tally.stated.closing = book.minor;
        moved.closed = true;
      }
    }
    if (line[7] !== '3') continue;
    if (line[13] === 'E') {
      const row = segmentE(line, lineNo, tally);
      if (!row) continue;
      moved.net += row.direction === 'credit' ? row.amountMinor : -row.amountMinor;
      tally.add(row, line);
      yield row;
      continue;
    }
    if (line[13] === 'T') title = line;
    if (line[13] !== 'U' || title === '') continue;
    const movement = line.slice(15, 17);
    const [amountMinor, credited] = [digits(line.slice(77, 92)), digits(line.slice(92, 107))];
    if (amountMinor === null || credited === null) {
      tally.reject(lineNo, 'statements.row-amount', line);
      continue;
    }
    const paid = PAID_240.has(movement);
    const day = line.slice(137, 145);
    const row = makeRow({
      lineNo,
      type: 'payment',
      direction: 'credit',
      amountMinor,
      currency: 'BRL',
      feeMinor: amountMinor - credited,
      netMinor: credited,
      ...titleNumbers(title),
      status: movement,
      tradeTime: readDate(`${day.slice(4)}-${day.slice(2, 4)}-${day.slice(0, 2)}`),
      ...(!paid && { neutral: true, settled: false }),
    });
    tally.add(row, '');
    yield row;
    title = '';
  }
  const { opening, closing } = tally.stated;
  if (moved.closed && opening != null && closing != null && opening + moved.net !== closing) {
    tally.warn('statements.warn-balance-chain', {
      openingMinor: opening.toString(), closingMinor: closing.toString(), expectedMinor: (opening + moved.net).toString(),
    });
  }
}

/** Santander writes both numbers three places earlier than the others. */
const titleNumbers = (title: string): { merchantNo: string | null; channelNo: string | null } => (title.startsWith('033')
  ? { merchantNo: saidText(title.slice(54, 69)), channelNo: saidText(title.slice(40, 53)) }
  : { merchantNo: saidText(title.slice(58, 73)), channelNo: saidText(title.slice(37, 57)) });

/** An account statement's batch opens and closes with a balance and its side. */
function readBatch(line: string): { kind: 'opening' | 'closing'; minor: bigint } | null {
  const kind = line[7] === '1' && line[8] === 'E' ? 'opening' : line[7] === '5' ? 'closing' : null;
  const size = digits(line.slice(150, 168));
  const mark = line[168];
  if (kind === null || size === null || (mark !== 'C' && mark !== 'D')) return null;
  return { kind, minor: mark === 'D' ? -size : size };
}

/** A movement of an account: day, amount in cents, side, history. */
function segmentE(line: string, lineNo: number, tally: Tally): StatementRow | null {
  const amountMinor = digits(line.slice(150, 168));
  const mark = line[168];
  const day = line.slice(142, 150);
  const tradeTime = readDate(`${day.slice(4)}-${day.slice(2, 4)}-${day.slice(0, 2)}`);
  if (amountMinor === null || tradeTime === null || (mark !== 'C' && mark !== 'D')) {
    tally.reject(lineNo, amountMinor === null ? 'statements.row-amount' : tradeTime === null ? 'statements.row-date' : 'statements.row-direction', line);
    return null;
  }
  const memo = line.slice(176, 201).trim();
  return makeRow({
    lineNo, type: rowTypeOf(memo), direction: mark === 'C' ? 'credit' : 'debit', amountMinor, currency: 'BRL', channelNo: saidText(line.slice(201, 240)),
    tradeTime, settleDate: tradeTime, memo: saidText(memo),
  });
}

const cnab400Reader = makeReader({
  id: 'cnab400',
  rows: cnab400Rows,
  recognise: (input) => (firstLine(input).startsWith('02RETORNO') && firstLine(input).length >= 394 ? 1 : 0),
});
const cnab240Reader = makeReader({
  id: 'cnab240',
  rows: cnab240Rows,
  recognise: (input) => (/^\d{3}00000/.test(firstLine(input)) && firstLine(input).length >= 200 && firstLine(input).length <= 242 ? 1 : 0),
});

export const cnabReaders = [cnab400Reader, cnab240Reader];
