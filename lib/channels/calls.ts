/** Every call to a bank and how certain its answer was: what bank health is made of. Written by the batch, after the call. */
import type { Instant } from '@/lib/kernel/time';
import { toDate } from '@/lib/kernel/time';
import type { Scope, Tx } from '@/lib/platform/tx';
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

export async function recordCalls(tx: Tx, scope: Scope, calls: readonly CallRecord[]): Promise<void> {
  await tx.channel_call.createMany({
    data: calls.map((c) => ({
      institution_id: scope.institutionId, channel: c.channel, operation: c.operation, order_no: c.orderNo, at: toDate(c.at),
      duration_ms: Math.max(0, Math.round(c.durationMs)), certainty: c.certainty, code: c.code.slice(0, 80), cause: c.cause,
      probe: c.operation === 'probe', signal: c.signal,
    })),
  });
}
