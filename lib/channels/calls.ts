/** Every call to a bank and how certain its answer was: what bank health is made of. Written by the batch, after the call. */
import type { Instant } from '@/lib/kernel/time';
import { toIso } from '@/lib/kernel/time';
import type { SqlTx } from '@/lib/platform/sql-tx';
import type { Scope } from '@/lib/platform/tx';
import type { Cause, ChannelCode } from './port';

export type Operation = 'create' | 'query' | 'close' | 'refund' | 'query-refund' | 'statement' | 'probe';

export interface CallRecord {
  readonly channel: ChannelCode;
  readonly operation: Operation;
  readonly orderNo: string;
  readonly at: Instant;
  readonly durationMs: number;
  readonly certainty: string;
  readonly code: string;
  readonly cause: Cause | null;
  readonly signal: string;
}

export async function recordCalls(tx: SqlTx, scope: Scope, calls: readonly CallRecord[]): Promise<void> {
  const rows = JSON.stringify(calls.map((c) => ({
    channel: c.channel, operation: c.operation, order_no: c.orderNo, at: toIso(c.at), ms: Math.max(0, Math.round(c.durationMs)),
    certainty: c.certainty, code: c.code.slice(0, 80), cause: c.cause, signal: c.signal,
  })));
  await tx.$executeRaw`
    INSERT INTO channel_call (institution_id, channel, operation, order_no, at, duration_ms, certainty, code, cause, probe, signal)
    SELECT ${scope.institutionId}, channel, operation, order_no, at, ms, certainty, code, cause, operation = 'probe', signal
    FROM json_to_recordset(${rows}::json) AS c(channel text, operation text, order_no text, at timestamptz, ms int, certainty text, code text,
      cause text, signal text)`;
}
