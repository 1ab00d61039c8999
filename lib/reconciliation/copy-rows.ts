/** Rows as the text of COPY, and the bank's free text as sealed blocks. No object is made per row beyond the reader's own. */
import { CAPABILITIES, type ChannelCode } from '@/lib/channels';
import { seal, open } from '@/lib/platform/crypto';
import type { StatementRow } from '@/lib/statements';
import { assert } from '@/lib/kernel/assert';
import { dayOfRow } from './days';
import { LINES_PER_FILE_MAX } from './line-ids';
import { ProbablySeen } from './probably-seen';

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

const CHUNK_ROWS = 512;
const DETAILS_PER_BLOCK = 512;

/** Place of a block of sealed details: its file and the id of the line that carries it. */
export const detailsPlace = (fileId: string, place: number): string => `statement_line/details/${fileId}/${place}`;

/** What was seen on the way. */
export interface CopyTally {
  rows: number;
  readonly rowsOfDay: Map<string, number>;
}

/**
 * COPY text, some hundred rows at a time. Rows are joined, not added up: a text that grows by `+=` keeps its parts alive long enough to be taken for
 * lasting, and a million rows would need twice the memory.
 */
export function* copyText(rows: Iterable<StatementRow>, fileId: string, channel: ChannelCode, tally: CopyTally): Generator<string> {
  const { cutOff } = CAPABILITIES[channel].statement;
  const numbers = new ProbablySeen();
  let texts: string[] = [];
  let details: string[] = [];
  const emit = (row: StatementRow, last: boolean): void => {
    const place = ++tally.rows;
    assert(place <= LINES_PER_FILE_MAX, 'a file with more lines than ids');
    const day = dayOfRow(row, cutOff);
    if (day !== null) tally.rowsOfDay.set(day, (tally.rowsOfDay.get(day) ?? 0) + 1);
    if (row.counterparty !== null || row.memo !== null) details.push(JSON.stringify([row.lineNo, row.counterparty, row.memo]));
    const again = row.merchantNo !== null && numbers.has(row.merchantNo) ? 't' : 'f';
    let sealed = '\\N';
    if (details.length > 0 && (last || place % DETAILS_PER_BLOCK === 0)) {
      sealed = `\\\\x${Buffer.from(seal(detailsPlace(fileId, place), details.join('\n'))).toString('hex')}`;
      details = [];
    }
    texts.push([
      place, row.lineNo, row.type, row.direction, isSettled(row) ? 't' : 'f', again, minor(row.amountMinor), minor(row.feeMinor), minor(row.netMinor), row.currency,
      cell(row.merchantNo), cell(row.origMerchantNo), cell(row.channelNo), cell(row.status), cell(row.tradeTime), day ?? '\\N', sealed,
    ].join('\t'));
  };
  let held: StatementRow | null = null;
  // One row is held back, because the last one must know that it is.
  for (const row of rows) {
    if (held) emit(held, false);
    held = row;
    if (texts.length < CHUNK_ROWS) continue;
    yield `${texts.join('\n')}\n`;
    texts = [];
  }
  if (held) emit(held, true);
  if (texts.length > 0) yield `${texts.join('\n')}\n`;
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
