/**
 * Passive signals: every call to a bank is recorded and may move that channel's breaker. Observations of one process travel in batches
 * and never hold up the payment they come from; the breaker row is locked so that all processes agree on it.
 */
import { adapterOf, type CallRecord, type Cause, type ChannelCode, type Operation, recordCalls } from '@/lib/channels';
import type { InstitutionId } from '@/lib/kernel/ids';
import { step } from '@/lib/kernel/machine';
import { must } from '@/lib/kernel/result';
import { instantOfDate, MINUTE_MS, plusMs, toDate, toIso, type Instant } from '@/lib/kernel/time';
import { createBatcher } from '@/lib/platform/batcher';
import { emit } from '@/lib/platform/outbox';
import { withSqlTx, type SqlTx } from '@/lib/platform/sql-tx';
import { breakerMachine, type BreakerState } from './machine';
import { decideBreaker, FAILURE_WINDOW_MS, signalOf, type CallSignal } from './breaker';
import { forgetHealth } from './health-cache';
import { activeRouting } from './config';
import type { RoutingDocument } from './model';

export interface ObservedCall {
  readonly institutionId: InstitutionId;
  readonly channel: ChannelCode;
  readonly operation: Operation;
  readonly orderNo: string;
  readonly at: Instant;
  readonly durationMs: number;
  readonly certainty: string;
  readonly code: string;
  readonly cause: Cause | null;
}

/** Nobody waits for it, and a breaker may learn a moment later: gathering keeps observation from costing as much as paying. */
const GATHER_MS = 100;
const observe = createBatcher<ObservedCall, true>({ max: 256, waitingMax: 20_000, gatherMs: GATHER_MS, keyOf: (call) => call.institutionId, run: writeBatch });

/** Resolves once recorded; callers on a payment's path need not wait for it. */
export const observeCall = (call: ObservedCall): Promise<true> => observe(call);

async function writeBatch(calls: readonly ObservedCall[]): Promise<true[]> {
  await recordForInstitution(calls[0]!.institutionId, calls);
  return calls.map(() => true as const);
}

/** An order that is made without calling the bank says nothing about the bank. */
const signalHere = (c: ObservedCall): CallSignal =>
  c.operation === 'create' && !adapterOf(c.channel).capabilities.createCallsBank ? 'neutral' : signalOf(c.certainty, c.cause);

async function recordForInstitution(institutionId: InstitutionId, calls: readonly ObservedCall[]): Promise<void> {
  const records: CallRecord[] = calls.map((c) => ({ ...c, signal: signalHere(c) }));
  const { document } = await activeRouting({ institutionId });
  const moved = await withSqlTx({ institutionId }, async (tx) => {
    await recordCalls(tx, { institutionId }, records);
    let changed = false;
    // Sorted, so that two processes lock breakers in the same order.
    const byChannel = [...Map.groupBy(records, (r) => r.channel)].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [channel, mine] of byChannel) {
      if (await quietAndGood(tx, channel, mine)) continue;
      changed = (await stepBreaker(tx, institutionId, channel, mine, document)) || changed;
    }
    return changed;
  });
  if (moved) forgetHealth(institutionId);
}

/** Most batches: everything good and the breaker closed with nothing counted. No lock is taken then. */
async function quietAndGood(tx: SqlTx, channel: string, calls: readonly CallRecord[]): Promise<boolean> {
  if (calls.some((c) => c.signal === 'timeout' || c.signal === 'failure')) return false;
  const [row] = await tx.$queryRaw<{ state: string; consecutive_timeouts: number }[]>`
    SELECT state, consecutive_timeouts FROM breaker_state WHERE channel = ${channel}`;
  return !row || (row.state === 'closed' && row.consecutive_timeouts === 0);
}

async function stepBreaker(tx: SqlTx, institution_id: InstitutionId, channel: string, calls: readonly CallRecord[], document: RoutingDocument): Promise<boolean> {
  const now = calls[calls.length - 1]!.at;
  await tx.$executeRaw`INSERT INTO breaker_state (institution_id, channel, state, updated_at)
    VALUES (${institution_id}, ${channel}, 'closed', ${toDate(now)}) ON CONFLICT DO NOTHING`;
  const [row] = await tx.$queryRaw<{ state: BreakerState; consecutive_timeouts: number; retry_at: Date | null; closed_at: Date | null }[]>`
    SELECT state, consecutive_timeouts, retry_at, closed_at FROM breaker_state WHERE channel = ${channel} FOR UPDATE`;
  const [recent] = await tx.$queryRaw<{ good: bigint; bad: bigint }[]>`
    SELECT count(*) FILTER (WHERE signal = 'good') AS good, count(*) FILTER (WHERE signal IN ('timeout', 'failure')) AS bad
    FROM channel_call WHERE channel = ${channel} AND at > ${new Date(Math.max(now - FAILURE_WINDOW_MS, row!.closed_at?.getTime() ?? 0))} AND NOT probe`;
  const counts = { good: Number(recent!.good), bad: Number(recent!.bad) };
  let snapshot = { state: row!.state, consecutiveTimeouts: row!.consecutive_timeouts, retryAt: row!.retry_at ? instantOfDate(row!.retry_at) : null };
  const { createCallsBank: ordersCallBank } = adapterOf(calls[0]!.channel).capabilities;
  let moved = false;
  for (const call of calls) {
    const signal = call.signal as CallSignal;
    const decision = decideBreaker(snapshot, { signal, operation: call.operation, at: call.at, ordersCallBank }, counts, document.breaker);
    const next = decision.step ? must(step(breakerMachine, snapshot.state, decision.step.event)) : snapshot.state;
    if (decision.step) {
      moved = true;
      await tx.$executeRaw`INSERT INTO breaker_event (institution_id, channel, from_state, to_state, cause, at)
        VALUES (${institution_id}, ${channel}, ${snapshot.state}, ${next}, ${decision.step.cause}, ${toDate(call.at)})`;
      if (next === 'open' && snapshot.state === 'closed') await tellOnDuty(tx, institution_id, { channel, cause: decision.step.cause, at: call.at });
    }
    snapshot = { state: next, consecutiveTimeouts: decision.consecutiveTimeouts, retryAt: decision.retryAt };
  }
  await tx.$executeRaw`UPDATE breaker_state SET state = ${snapshot.state}, consecutive_timeouts = ${snapshot.consecutiveTimeouts},
    retry_at = ${snapshot.retryAt === null ? null : toDate(snapshot.retryAt)}::timestamptz,
    opened_at = CASE WHEN ${snapshot.state} = 'open' AND state <> 'open' THEN ${toDate(now)}::timestamptz WHEN ${snapshot.state} = 'closed' THEN NULL ELSE opened_at END,
    closed_at = CASE WHEN ${snapshot.state} = 'closed' AND state <> 'closed' THEN ${toDate(now)}::timestamptz ELSE closed_at END,
    trial_attempt_id = CASE WHEN ${moved} THEN NULL ELSE trial_attempt_id END, updated_at = ${toDate(now)} WHERE channel = ${channel}`;
  if (moved) await tx.$executeRaw`SELECT pg_notify('bafang_health', ${institution_id})`;
  return moved;
}

/** A channel that opens and closes all the time is told once in a while, not each time. */
const TOLD_AGAIN_MS = 30 * MINUTE_MS;

/** Once the breaker's event is written: whoever is on duty hears of it although nobody looks at the desk. */
async function tellOnDuty(tx: SqlTx, institutionId: InstitutionId, opened: { readonly channel: string; readonly cause: string; readonly at: Instant }): Promise<void> {
  const since = toDate(plusMs(opened.at, -TOLD_AGAIN_MS));
  const [before] = await tx.$queryRaw<{ n: bigint }[]>`
    SELECT count(*) AS n FROM breaker_event WHERE channel = ${opened.channel} AND from_state = 'closed' AND to_state = 'open' AND at > ${since}`;
  if (before!.n > 1n) return;
  const clock = { now: () => opened.at };
  await emit(tx, { institutionId, clock }, [{ type: 'breaker.opened', subjectId: `${institutionId}/${opened.channel}`, payload: { channel: opened.channel, cause: opened.cause, at: toIso(opened.at) } }]);
}
