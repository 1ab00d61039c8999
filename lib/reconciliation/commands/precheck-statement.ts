/** Looks at a statement file and says what importing it would mean. Stores nothing. */
import { toWire, money, type Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { authorize, type AccessFailure } from '@/lib/identity';
import { CAPABILITIES } from '@/lib/channels';
import { sha256Hex } from '@/lib/platform/crypto';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { StatementFailure } from '@/lib/statements';
import { daysCovered } from '../days';
import type { ReconciliationFailure } from '../errors';
import { PLACE_BITS } from '../line-ids';
import { UPLOAD_BYTES_MAX, type PrecheckView } from '../model';
import { openFor } from '../mapped-statement';
import type { Reading, SampleRow } from '../reading/port';
import { withReading } from '../reading/start-reading';

export interface StatementBytes {
  readonly bytes: Uint8Array;
  /** A label; it never decides the format. */
  readonly fileName: string;
}

const REJECTED_SHOWN = 50;
const WARNINGS_SHOWN = 100;

export async function precheckStatement(
  ctx: Ctx, input: StatementBytes,
): Promise<Result<PrecheckView, AccessFailure | ReconciliationFailure | StatementFailure>> {
  const allowed = authorize(ctx, 'reconciliation.import');
  if (!allowed.ok) return allowed;
  if (input.bytes.length > UPLOAD_BYTES_MAX) return err('reconciliation.too-large', { megabytes: UPLOAD_BYTES_MAX >> 20 });
  return withReading(input, (reading) => precheck(ctx, input, reading));
}

async function precheck(ctx: Ctx, input: StatementBytes, reading: Reading): Promise<Result<PrecheckView, StatementFailure>> {
  const statement = await openFor(ctx, reading);
  if (!statement.ok) return statement;
  const { channel } = statement.value;
  const told = await reading.tell(channel ? CAPABILITIES[channel].statement.cutOff : '24:00');
  if (!told.ok) return told;
  const { rowsOfDay, sample, summary, rejectedRows } = told.value;
  const sha256 = sha256Hex(input.bytes);
  const days = daysCovered(rowsOfDay);
  const { known, overlaps, rowsOnFile } = await withTx(ctx, async (tx) => ({
    known: await tx.statement_file.count({ where: { sha256, status: { in: ['parsed', 'matched'] } } }),
    overlaps: channel === null ? [] : await overlapping(tx, channel, days, sha256),
    rowsOnFile: channel === null ? 0 : await countOnFile(tx, channel, sample),
  }));
  const currency: Currency = summary.currency ?? 'CNY';
  const side = (one: { count: number; amountMinor: bigint }) => ({ count: one.count, amount: toWire(money(one.amountMinor, currency)) });
  return ok({
    sha256, fileName: input.fileName.slice(0, 200), bytes: input.bytes.length, format: summary.format, encoding: summary.encoding, channel, rows: summary.rows,
    rejected: summary.rejected, credit: side(summary.credit), debit: side(summary.debit), period: summary.period, days,
    warnings: summary.warnings.slice(0, WARNINGS_SHOWN), rejectedRows: rejectedRows.slice(0, REJECTED_SHOWN), mapping: statement.value.mapping, alreadyImported: known > 0, overlaps, rowsOnFile,
  });
}

const OVERLAPS_SHOWN = 10;

interface FileRow { file_name: string; days: Date[]; row_count: number; received_at: Date }
const dayText = (day: Date): string => day.toISOString().slice(0, 10);

async function overlapping(tx: Tx, channel: string, days: readonly string[], sha256: string): Promise<PrecheckView['overlaps']> {
  const files = await tx.$queryRaw<FileRow[]>`
    SELECT file_name, days, row_count, received_at FROM statement_file
    WHERE channel = ${channel} AND sha256 <> ${sha256} AND status IN ('parsed', 'matched') AND days && ${[...days]}::date[]
    ORDER BY received_at DESC LIMIT ${OVERLAPS_SHOWN}`;
  return files.map((file) => ({ fileName: file.file_name, days: file.days.map(dayText), rows: file.row_count, receivedAt: file.received_at.toISOString() }));
}

/** Rows an earlier file of the channel holds already. Files of the same days are few; their lines are ranges of the key. */
async function countOnFile(tx: Tx, channel: string, sample: readonly SampleRow[]): Promise<number> {
  if (sample.length === 0) return 0;
  const [row] = await tx.$queryRaw<{ n: number }[]>`
    WITH wanted AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(sample)}::jsonb) AS t(no text, minor bigint, direction text, day date)),
    near AS (SELECT seq FROM statement_file WHERE channel = ${channel} AND status IN ('parsed', 'matched')
      AND days && (SELECT array_agg(DISTINCT day) FROM wanted) ORDER BY received_at DESC LIMIT ${OVERLAPS_SHOWN})
    SELECT count(DISTINCT (w.no, w.minor, w.direction))::int AS n FROM near f
      JOIN statement_line l ON l.id >= f.seq << ${Number(PLACE_BITS)}::int AND l.id < (f.seq + 1) << ${Number(PLACE_BITS)}::int
      JOIN wanted w ON w.no = l.merchant_no AND w.minor = l.amount_minor AND w.direction = l.direction`;
  return row?.n ?? 0;
}
