/** Rows as PostgreSQL's binary COPY, and the bank's free text as sealed blocks. No object and no text is made per row beyond the reader's own. */
import { deflateSync, inflateSync } from 'node:zlib';
import { CAPABILITIES, type ChannelCode } from '@/lib/channels/model';
import { seal, open } from '@/lib/platform/crypto';
import type { StatementRow } from '@/lib/statements';
import { assert } from '@/lib/kernel/assert';
import { CopyWriter } from './copy-writer';
import { dayOfRow } from './days';
import { LINES_PER_FILE_MAX } from './line-ids';
import type { LineSums } from './line-sums';
import { ProbablySeen } from './probably-seen';

export const COPIED = `place int, line_no int, type text, direction text, settled boolean, again boolean, amount_minor bigint, fee_minor bigint, net_minor bigint,
  currency text, merchant_no text, orig_merchant_no text, channel_no text, bank_status text, trade_time text, day date, details_sealed bytea`;
const COLUMNS = 17;

/** Refund rows name the refund's own state; in these the money has not gone back (yet). */
const UNSETTLED_REFUND = new Set(['PROCESSING', 'FAIL', 'CHANGE', 'ABNORMAL', 'CLOSED']);
export const isSettled = (row: StatementRow): boolean =>
  row.settled !== false && row.neutral !== true && !(row.type === 'refund' && row.status !== null && UNSETTLED_REFUND.has(row.status));

/** Rows of one COPY: while the server moves them to their table, the next ones are read. So many fit in the memory it has for temporary tables. */
const ROWS_PER_COPY = 1 << 15;
const DETAILS_PER_BLOCK = 512;

/** Place of a block of sealed details: its file and the id of the line that carries it. */
export const detailsPlace = (fileId: string, place: number): string => `statement_line/details/${fileId}/${place}`;

/** What was seen on the way. */
export interface CopyTally {
  rows: number;
  readonly rowsOfDay: Map<string, number>;
  readonly sums: LineSums;
}

/** `ends`: with this piece a COPY is complete. */
export interface CopyPiece {
  readonly bytes: Buffer;
  readonly ends: boolean;
}

export interface CopiedFile {
  readonly id: string;
  readonly channel: ChannelCode;
  readonly bytes: number;
}

const BLANK_DETAILS = ',null,null]';
const quoted = (text: string | null): string => (text === null ? 'null' : JSON.stringify(text));

export const copyWriter = (): CopyWriter => new CopyWriter(COLUMNS);

/** The last piece ends a COPY, also when there was no row at all. */
export function* copyPieces(rows: Iterable<StatementRow>, file: CopiedFile, tally: CopyTally, writer: CopyWriter): Generator<CopyPiece> {
  const { id: fileId, channel, bytes } = file;
  const { cutOff } = CAPABILITIES[channel].statement;
  const numbers = new ProbablySeen(bytes);
  let details: string[] = [];
  const write = (row: StatementRow, last: boolean): void => {
    const place = ++tally.rows;
    assert(place <= LINES_PER_FILE_MAX, 'a file with more lines than ids');
    const day = dayOfRow(row, cutOff);
    if (day !== null) tally.rowsOfDay.set(day, (tally.rowsOfDay.get(day) ?? 0) + 1);
    const told = `,${quoted(row.counterparty)},${quoted(row.memo)}]`;
    if (told !== BLANK_DETAILS) details.push(`[${row.lineNo}${told}`);
    const again = row.merchantNo !== null && numbers.has(row.merchantNo);
    writer.beginRow();
    writer.int(place);
    writer.int(row.lineNo);
    writer.text(row.type);
    writer.text(row.direction);
    const settled = isSettled(row);
    tally.sums.add(row, settled);
    writer.bool(settled);
    writer.bool(again);
    writer.bigint(row.amountMinor);
    writer.bigint(row.feeMinor);
    writer.bigint(row.netMinor);
    writer.text(row.currency);
    writer.text(row.merchantNo);
    writer.text(row.origMerchantNo);
    writer.text(row.channelNo);
    writer.text(row.status);
    writer.text(row.tradeTime);
    writer.date(day);
    const due = details.length > 0 && (last || place % DETAILS_PER_BLOCK === 0);
    writer.bytes(due ? seal(detailsPlace(fileId, place), deflateSync(details.join('\n'), { level: 1 })) : null);
    if (due) details = [];
  };
  let held: StatementRow | null = null;
  // One row is held back, because the last one must know that it is.
  for (const row of rows) {
    if (held) write(held, false);
    held = row;
    if (tally.rows > 0 && tally.rows % ROWS_PER_COPY === 0 && writer.open) yield { bytes: writer.finish(), ends: true };
    else if (writer.full) yield { bytes: writer.take(), ends: false };
  }
  if (held) write(held, true);
  yield { bytes: writer.finish(), ends: true };
}

const DETAILS_MAX = 4 << 20;
/** Blocks of before they were packed begin with a list. */
const unpacked = (block: Buffer): string => (block[0] === 0x5b ? block : inflateSync(block, { maxOutputLength: DETAILS_MAX })).toString('utf8');

/** What the bank wrote about the lines of a block, each as `[line number, counterparty, memo]` in JSON. */
export const detailLines = (fileId: string, place: number, sealed: Uint8Array): string[] => unpacked(open(detailsPlace(fileId, place), sealed)).split('\n');

/** What the bank wrote about one line: counterparty and memo. Bounded by the block's size. */
export function detailsOf(fileId: string, place: number, lineNo: number, sealed: Uint8Array): { counterparty: string | null; memo: string | null } {
  for (const line of detailLines(fileId, place, sealed)) {
    if (!line.startsWith(`[${lineNo},`)) continue;
    const [, counterparty, memo] = JSON.parse(line) as [number, string | null, string | null];
    return { counterparty, memo };
  }
  return { counterparty: null, memo: null };
}
