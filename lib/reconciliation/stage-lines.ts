/**
 * Stages a file's rows: COPY into a table of this transaction, then one INSERT … SELECT into `statement_line`. PostgreSQL refuses COPY into a table
 * with row security, and the plain pool is used because Prisma cannot COPY; the transaction names its institution as every other does.
 */
import { once } from 'node:events';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import type { PoolClient } from 'pg';
import type { ChannelCode } from '@/lib/channels';
import type { InstitutionId } from '@/lib/kernel/ids';
import type { BusinessDate } from '@/lib/kernel/time';
import { crashPoint } from '@/lib/platform/crash';
import { connections } from '@/lib/platform/db';
import { insideTransaction } from '@/lib/platform/tx';
import { assert } from '@/lib/kernel/assert';
import { summaryToJson, type StatementStream } from '@/lib/statements';
import { COPIED } from './copy-rows';
import { daysCovered } from './days';
import { linesOfFile } from './line-ids';
import { localPieces } from './reading/local-reading';
import type { OpenedAs, Pieces, Reading } from './reading/port';

export interface StagingFile {
  readonly id: string;
  readonly institutionId: InstitutionId;
  readonly channel: ChannelCode;
  /** The day the bank was asked for; a file that came by itself says it by its rows. */
  readonly askedFor: BusinessDate | null;
  /** Done when the file itself is kept: before that no row of it counts. */
  readonly kept?: Promise<string>;
}

export interface Staged {
  readonly rows: number;
  readonly days: readonly BusinessDate[];
  /** False when another process had staged the file before. */
  readonly fresh: boolean;
}

/** Rows that are there already: nothing has to be read. */
type MadeStatement = OpenedAs & StatementStream;

/** All lines or none. Throws what the reader throws; the file then stays `received`. */
export async function stageLines(file: StagingFile, reading: Pick<Reading, 'copy'> | MadeStatement): Promise<Staged> {
  assert(!insideTransaction(), 'staging opens its own transaction');
  const client = await connections().pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.institution', $1, true), set_config('synchronous_commit', 'on', true)", [file.institutionId]);
    const staged = await stageIn(client, file, reading);
    await file.kept;
    crashPoint('reconciliation.staged');
    await client.query('COMMIT');
    broken = false;
    return staged;
  } catch (error) {
    await client.query('ROLLBACK').then(() => { broken = false; }, () => undefined);
    throw error;
  } finally {
    client.release(broken);
  }
}

async function stageIn(client: PoolClient, file: StagingFile, reading: Pick<Reading, 'copy'> | MadeStatement): Promise<Staged> {
  const { rows: [kept] } = await client.query<{ seq: string; status: string; row_count: number; days: string[] }>(
    'SELECT seq, status, row_count, days::text[] AS days FROM statement_file WHERE id = $1 FOR UPDATE', [file.id]);
  assert(kept, `no statement file ${file.id}`);
  if (kept.status === 'parsed' || kept.status === 'matched') return { rows: kept.row_count, days: kept.days as BusinessDate[], fresh: false };
  await client.query(`CREATE TEMP TABLE staged_line (${COPIED}) ON COMMIT DROP`);
  const copied = { id: file.id, channel: file.channel };
  const pieces = 'copy' in reading ? reading.copy(copied) : localPieces(reading, { ...copied, bytes: 0 });
  try {
    const into = { institutionId: file.institutionId, firstId: linesOfFile(BigInt(kept.seq)).from.toString() };
    for (let more = true; more;) more = await copyAndMove(client, pieces, into);
  } finally {
    pieces.stop();
  }
  const { rows, rowsOfDay, sums, summary } = await pieces.result();
  const days = file.askedFor ? [file.askedFor] : daysCovered(rowsOfDay);
  await client.query(`UPDATE statement_file SET status = 'parsed', encoding = $2, summary = $3, row_count = $4, days = $5::date[] WHERE id = $1`,
    [file.id, summary.encoding, JSON.stringify({ ...summaryToJson(summary), sums }), rows, days]);
  return { rows, days, fresh: true };
}

const MOVE = `
  INSERT INTO statement_line (id, institution_id, line_no, type, direction, settled, again, amount_minor, fee_minor, net_minor, currency, merchant_no,
    orig_merchant_no, channel_no, bank_status, trade_time, day, details_sealed)
  SELECT $1::bigint + place, $2, line_no, type, direction, settled, again, amount_minor, fee_minor, net_minor, currency, merchant_no, orig_merchant_no,
    channel_no, bank_status, trade_time, day, details_sealed FROM staged_line`;

/**
 * One COPY and its move into the table. While the server moves, the reader goes on; while it copies, a server slower than the reader holds the reader
 * back, so that memory stays small. False when the pieces are at their end.
 */
async function copyAndMove(client: PoolClient, queue: Pieces, into: { readonly institutionId: string; readonly firstId: string }): Promise<boolean> {
  let piece = await queue.take();
  if (piece === null) return false;
  const stream: CopyStreamQuery = client.query(copyFrom('COPY staged_line FROM STDIN (FORMAT binary)'));
  const finished = once(stream, 'finish');
  finished.catch(() => undefined);
  while (piece !== null) {
    // Drained: the socket has passed all of it on, and the reader may have the buffer again.
    if (!stream.write(piece.bytes)) await Promise.race([once(stream, 'drain'), finished]);
    if (piece.ends) break;
    piece = await queue.take();
  }
  if (piece === null) {
    // The reader tripped over the file in the middle of a COPY.
    stream.destroy();
    return false;
  }
  stream.end();
  await finished;
  await client.query(MOVE, [into.firstId, into.institutionId]);
  await client.query('TRUNCATE staged_line');
  return true;
}
