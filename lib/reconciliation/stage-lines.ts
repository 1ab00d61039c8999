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
import { summaryToJson } from '@/lib/statements';
import { COPIED, copyText, type CopyTally } from './copy-rows';
import { daysCovered } from './days';
import { linesOfFile } from './line-ids';
import type { OpenStatement } from './read-statement';

export interface StagingFile {
  readonly id: string;
  readonly institutionId: InstitutionId;
  readonly channel: ChannelCode;
  /** The day the bank was asked for; a file that came by itself says it by its rows. */
  readonly askedFor: BusinessDate | null;
}

export interface Staged {
  readonly rows: number;
  readonly days: readonly BusinessDate[];
  /** False when another process had staged the file before. */
  readonly fresh: boolean;
}

/** All lines or none. Throws what the reader throws; the file then stays `received`. */
export async function stageLines(file: StagingFile, statement: OpenStatement): Promise<Staged> {
  assert(!insideTransaction(), 'staging opens its own transaction');
  const client = await connections().pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN');
    await client.query("SELECT set_config('app.institution', $1, true), set_config('synchronous_commit', 'on', true)", [file.institutionId]);
    const staged = await stageIn(client, file, statement);
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

async function stageIn(client: PoolClient, file: StagingFile, statement: OpenStatement): Promise<Staged> {
  const { rows: [kept] } = await client.query<{ seq: string; status: string; row_count: number; days: string[] }>(
    'SELECT seq, status, row_count, days::text[] AS days FROM statement_file WHERE id = $1 FOR UPDATE', [file.id]);
  assert(kept, `no statement file ${file.id}`);
  if (kept.status === 'parsed' || kept.status === 'matched') return { rows: kept.row_count, days: kept.days as BusinessDate[], fresh: false };
  const tally: CopyTally = { rows: 0, rowsOfDay: new Map() };
  await client.query(`CREATE TEMP TABLE staged_line (${COPIED}) ON COMMIT DROP`);
  await copyInto(client, copyText(statement.rows, file.id, file.channel, tally));
  const { summary } = statement.finish();
  await client.query(`
    INSERT INTO statement_line (id, institution_id, line_no, type, direction, settled, again, amount_minor, fee_minor, net_minor, currency, merchant_no,
      orig_merchant_no, channel_no, bank_status, trade_time, day, details_sealed)
    SELECT $1::bigint + place, $2, line_no, type, direction, settled, again, amount_minor, fee_minor, net_minor, currency, merchant_no, orig_merchant_no,
      channel_no, bank_status, trade_time, day, details_sealed FROM staged_line`, [linesOfFile(BigInt(kept.seq)).from.toString(), file.institutionId]);
  const days = file.askedFor ? [file.askedFor] : daysCovered(tally.rowsOfDay);
  await client.query(`UPDATE statement_file SET status = 'parsed', encoding = $2, summary = $3, row_count = $4, days = $5::date[] WHERE id = $1`,
    [file.id, summary.encoding, JSON.stringify(summaryToJson(summary)), tally.rows, days]);
  return { rows: tally.rows, days, fresh: true };
}

/** Feeds the server as fast as it takes; a server that is slower than the reader holds the reader back, so that memory stays small. */
async function copyInto(client: PoolClient, pieces: Iterable<string>): Promise<void> {
  const stream: CopyStreamQuery = client.query(copyFrom('COPY staged_line FROM STDIN'));
  const failed = once(stream, 'finish');
  failed.catch(() => undefined);
  try {
    for (const piece of pieces) if (!stream.write(piece)) await Promise.race([once(stream, 'drain'), failed]);
  } catch (error) {
    stream.destroy();
    throw error;
  }
  stream.end();
  await failed;
}
