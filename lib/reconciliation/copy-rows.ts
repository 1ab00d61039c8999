/** Rows as the text of COPY, and the bank's free text as sealed blocks. No object is made per row beyond the reader's own. */
import { CAPABILITIES, type ChannelCode } from '@/lib/channels';
import { seal, open } from '@/lib/platform/crypto';
import { SeenBefore, type StatementRow } from '@/lib/statements';
import { assert } from '@/lib/kernel/assert';
import { dayOfRow } from './days';
import { LINES_PER_FILE_MAX } from './line-ids';

export const COPIED = `place int, line_no int, type text, direction text, settled boolean, again boolean, amount_minor bigint, fee_minor bigint, net_minor bigint,
  currency text, merchant_no text, orig_merchant_no text, channel_no text, bank_status text, trade_time text, day date, details_sealed bytea`;

/** Refund rows name the refund's own state; in these the money has not gone back (yet). */
const UNSETTLED_REFUND = new Set(['PROCESSING', 'FAIL', 'CHANGE', 'ABNORMAL', 'CLOSED']);
export const isSettled = (row: StatementRow): boolean =>
  row.settled !== false && row.neutral !== true && !(row.type === 'refund' && row.status !== null && UNSETTLED_REFUND.has(row.status));

const SPECIAL = /[\\\t\n\r]/;
const NAMES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const TEXT_MAX = 200;
function cell(text: string | null): string {
  if (text === null) return '\\N';
  const short = text.length > TEXT_MAX ? text.slice(0, TEXT_MAX) : text;
  // A NUL is the one character that PostgreSQL's text cannot hold.
  return SPECIAL.test(short) || short.includes('\0') ? short.replaceAll('\0', '').replace(/[\\\t\n\r]/g, (c) => NAMES[c]!) : short;
}
const minor = (value: bigint | null): string => (value === null ? '\\N' : value.toString());

const CHUNK_CHARS = 256 * 1024;
const DETAILS_PER_BLOCK = 512;

/** Place of a block of sealed details: its file and the id of the line that carries it. */
export const detailsPlace = (fileId: string, place: number): string => `statement_line/details/${fileId}/${place}`;

/** What was seen on the way. */
export interface CopyTally {
  rows: number;
  readonly rowsOfDay: Map<string, number>;
}

/** COPY text in pieces of a quarter megabyte. */
export function* copyText(rows: Iterable<StatementRow>, fileId: string, channel: ChannelCode, tally: CopyTally): Generator<string> {
  const { cutOff } = CAPABILITIES[channel].statement;
  const numbers = new SeenBefore();
  let text = '';
  let details = '';
  let held: StatementRow | null = null;
  const emit = (row: StatementRow, last: boolean): void => {
    const place = ++tally.rows;
    assert(place <= LINES_PER_FILE_MAX, 'a file with more lines than ids');
    const day = dayOfRow(row, cutOff);
    if (day !== null) tally.rowsOfDay.set(day, (tally.rowsOfDay.get(day) ?? 0) + 1);
    if (row.counterparty !== null || row.memo !== null) details += `${JSON.stringify([row.lineNo, row.counterparty, row.memo])}\n`;
    const again = row.merchantNo !== null && numbers.has(row.merchantNo) ? 't' : 'f';
    let sealed = '\\N';
    if (details !== '' && (last || place % DETAILS_PER_BLOCK === 0)) {
      sealed = `\\\\x${Buffer.from(seal(detailsPlace(fileId, place), details)).toString('hex')}`;
      details = '';
    }
    text += `${place}\t${row.lineNo}\t${row.type}\t${row.direction}\t${isSettled(row) ? 't' : 'f'}\t${again}\t${minor(row.amountMinor)}\t${minor(row.feeMinor)}\t`
      + `${minor(row.netMinor)}\t${row.currency}\t${cell(row.merchantNo)}\t${cell(row.origMerchantNo)}\t${cell(row.channelNo)}\t${cell(row.status)}\t`
      + `${cell(row.tradeTime)}\t${day ?? '\\N'}\t${sealed}\n`;
  };
  // One row is held back, because the last one must know that it is.
  for (const row of rows) {
    if (held) emit(held, false);
    held = row;
    if (text.length >= CHUNK_CHARS) {
      yield text;
      text = '';
    }
  }
  if (held) emit(held, true);
  if (text !== '') yield text;
}

/** What the bank wrote about one line: counterparty and memo. Bounded by the block's size. */
export function detailsOf(fileId: string, place: number, lineNo: number, sealed: Uint8Array): { counterparty: string | null; memo: string | null } {
  const lines = open(detailsPlace(fileId, place), sealed).toString('utf8').split('\n');
  for (const line of lines) {
    if (!line.startsWith(`[${lineNo},`)) continue;
    const [, counterparty, memo] = JSON.parse(line) as [number, string | null, string | null];
    return { counterparty, memo };
  }
  return { counterparty: null, memo: null };
}
