/**
 * UnionPay ACP merchant trade file INN…ZM_ (txnType 76): GBK, fixed width of 42 fields with ONE separator byte after each, 607 bytes and
 * a line end, amounts in fen. Bytes are cut before anything is decoded: a Chinese name has fewer characters than bytes.
 * Offsets: two independent public sources agree (the test builds records by field widths). Times carry no year; the name has the date.
 */
import { headBytesOf, headOf, makeReader, normaliseDate, type StatementInput, type StatementRow, type StatementTally } from '@/lib/statements';

/** [offset, bytes] of the fields this reader uses. */
const FIELD = {
  time: [35, 10],
  account: [46, 19],
  amount: [66, 12],
  queryId: [87, 21],
  order: [112, 32],
  fee: [166, 13],
  settled: [180, 13],
  txnType: [215, 2],
  origQueryId: [271, 21],
  merchant: [293, 15],
  name: [327, 32],
  net: [374, 13],
  custom: [397, 32],
  origOrder: [476, 32],
} as const satisfies Record<string, readonly [number, number]>;
type Field = keyof typeof FIELD;

/** Shorter records are cut files; the last field (reserved) may be trimmed. */
const MIN_RECORD = 509;
const RECORD = 607;
const LINE_FEED = 10;
const TYPES: Readonly<Record<string, 'payment' | 'refund'>> = {
  '01': 'payment',
  '02': 'payment',
  '03': 'payment',
  '04': 'refund',
  '31': 'refund',
  '32': 'refund',
  '33': 'refund',
};

const cut = (record: string, field: Field): string => record.slice(FIELD[field][0], FIELD[field][0] + FIELD[field][1]).trim();
const digits = (text: string): bigint | null => (/^\d{1,12}$/.test(text) ? BigInt(text) : null);

/** `C000000001234` is money for the merchant, `D…` money from it; blanks are zero. */
function signedFen(text: string): bigint | null {
  if (text === '') return 0n;
  const fen = digits(text.slice(1));
  if (fen === null || (text[0] !== 'C' && text[0] !== 'D')) return null;
  return text[0] === 'C' ? fen : -fen;
}

/** The settlement date is only in the name: `INN26112288ZM_777290058110048`, or eight digits. */
export function dateOfName(name: string): string | null {
  const short = /INN(\d{2})(\d{2})(\d{2})/.exec(name);
  if (short) return normaliseDate(`20${short[1]}-${short[2]}-${short[3]}`);
  const long = /(20\d{2})-?(\d{2})-?(\d{2})/.exec(name);
  return long ? normaliseDate(`${long[1]}-${long[2]}-${long[3]}`) : null;
}

/** MMDDhhmmss with the year of the settlement date; in January the trades of December are last year's. */
function timeOf(text: string, settleDate: string | null): string | null {
  if (!/^\d{10}$/.test(text) || settleDate === null) return null;
  const turned = text.slice(0, 2) === '12' && settleDate.slice(5, 7) === '01';
  const year = turned ? String(Number(settleDate.slice(0, 4)) - 1) : settleDate.slice(0, 4);
  return normaliseDate(`${year}-${text.slice(0, 2)}-${text.slice(2, 4)} ${text.slice(4, 6)}:${text.slice(6, 8)}:${text.slice(8, 10)}`);
}

function* rows(input: StatementInput, tally: StatementTally): Generator<StatementRow> {
  const bytes = Buffer.from(input.bytes.buffer, input.bytes.byteOffset, input.bytes.length);
  const gbk = new TextDecoder('gb18030');
  const settleDate = dateOfName(input.fileName);
  if (settleDate === null) tally.warn('statements.warn-year-unknown', { name: input.fileName.slice(0, 80) });
  tally.assumeCurrency('CNY');
  let lineNo = 0;
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, at);
    const end = found === -1 ? bytes.length : found;
    const length = end > at && bytes[end - 1] === 13 ? end - 1 - at : end - at;
    lineNo++;
    const record = bytes.toString('latin1', at, at + length);
    const from = at;
    at = end + 1;
    if (record.trim() === '') continue;
    if (length < MIN_RECORD || length > RECORD + 1) {
      tally.reject(lineNo, 'statements.row-length', record);
      if (found === -1) tally.warn('statements.warn-truncated', { bytes: length });
      continue;
    }
    const text = (field: Field) => gbk.decode(bytes.subarray(from + FIELD[field][0], from + FIELD[field][0] + FIELD[field][1])).trim();
    const row = rowOf(record, text, lineNo, settleDate, tally);
    if (row) yield row;
  }
}

function rowOf(
  record: string,
  text: (field: Field) => string,
  lineNo: number,
  settleDate: string | null,
  tally: StatementTally,
): StatementRow | null {
  const type = TYPES[cut(record, 'txnType')];
  const amount = digits(cut(record, 'amount'));
  const fee = signedFen(cut(record, 'fee'));
  const net = signedFen(cut(record, 'net') || cut(record, 'settled'));
  if (amount === null || fee === null || net === null) {
    tally.reject(lineNo, 'statements.row-amount', record);
    return null;
  }
  if (type === undefined) {
    tally.reject(lineNo, 'statements.row-record', record);
    return null;
  }
  const time = timeOf(cut(record, 'time'), settleDate);
  if (time === null && settleDate !== null) {
    tally.reject(lineNo, 'statements.row-date', record);
    return null;
  }
  const order = cut(record, 'order') || null;
  const origOrder = cut(record, 'origOrder').replace(/^0+$/, '') || null;
  const queryId = cut(record, 'queryId');
  const row: StatementRow = {
    lineNo,
    type,
    direction: type === 'refund' ? 'debit' : 'credit',
    amountMinor: amount,
    currency: 'CNY',
    feeMinor: -fee,
    netMinor: net,
    merchantNo: order,
    origMerchantNo: type === 'refund' ? origOrder : null,
    channelNo: queryId || null,
    status: cut(record, 'txnType'),
    tradeTime: time,
    settleDate,
    counterparty: cut(record, 'account') || null,
    memo: text('custom') || text('name') || null,
    balanceMinor: null,
  };
  tally.add(row, queryId || record);
  return row;
}

function recognise(input: StatementInput): number {
  const head = Buffer.from(headBytesOf(input, 8192)).toString('latin1');
  if (head === '') return 0;
  const records = head
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '');
  const whole = records.slice(0, 5).filter((record) => record.length >= MIN_RECORD && record.length <= RECORD + 1);
  if (whole.length === 0 || headOf(input).includes('<')) return 0;
  const fits = whole.filter(
    (record) =>
      /^\d{10}$/.test(cut(record, 'time')) && digits(cut(record, 'amount')) !== null && /^\d{15,21}$/.test(cut(record, 'queryId')),
  );
  return fits.length === whole.length ? 1 : 0;
}

export const statementReader = makeReader({ id: 'unionpay-zm', recognise, rows });
