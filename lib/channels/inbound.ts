/**
 * Callbacks as they came: stored raw before anything acts on them, once per event. The bank is answered when the row is committed; what the
 * message means is applied afterwards, and a message that a killed process left behind is found again by `listUnprocessed`.
 */
import { assert } from '@/lib/kernel/assert';
import type { InstitutionId } from '@/lib/kernel/ids';
import { newId, type Clock, type Random } from '@/lib/kernel/ports';
import { toDate, type Instant } from '@/lib/kernel/time';
import { seal, sha256 } from '@/lib/platform/crypto';
import { inOneTrip, type SqlTx } from '@/lib/platform/sql-tx';
import { withTx } from '@/lib/platform/tx';
import { factToJson } from './fact-json';
import type { ChannelCode, NotifyVerdict, RawInbound } from './port';

export interface InboundToStore {
  readonly accountId: string;
  readonly channel: string;
  readonly inbound: RawInbound;
  readonly verdict: NotifyVerdict;
}

export interface StoredInbound {
  readonly id: string;
  /** False when this event had been recorded before: acknowledge it again. Whoever recorded it acts, or the worker where that process is gone. */
  readonly fresh: boolean;
}

const STORED_BYTES_MAX = 64 * 1024;

/**
 * One statement and one commit for all of them. Answers in the same order. What was recorded before is looked up and left alone: whoever acts on it
 * holds its row until the money is committed, and no bank waits for that.
 */
export async function storeInbound(institutionId: InstitutionId, ports: { clock: Clock; random: Random }, items: readonly InboundToStore[]): Promise<StoredInbound[]> {
  const rows = items.map((item) => toRow(item, newId('inbound', ports)));
  const first = firstOfEach(rows);
  const kept = await inOneTrip({ institutionId }, (tx) => tx.$queryRaw<Kept[]>`
    WITH t AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${JSON.stringify(first)}::json) AS t(id text, account_id text, channel text, received_at timestamptz, target text,
        headers text, body text, sha text, verdict text, reason text, event_key text, order_no text, fact jsonb)
    ), made AS (
      INSERT INTO inbound_message (institution_id, id, account_id, channel, received_at, target, headers_sealed, body_sealed, body_sha256,
        verdict, reason, event_key, order_no, fact)
      SELECT ${institutionId}, t.id, t.account_id, t.channel, t.received_at, t.target, decode(t.headers, 'base64'), decode(t.body, 'base64'),
        decode(t.sha, 'base64'), t.verdict, t.reason, t.event_key, t.order_no, t.fact FROM t
      ON CONFLICT (account_id, event_key) WHERE event_key IS NOT NULL DO NOTHING
      RETURNING id, account_id, event_key
    )
    SELECT id, true AS fresh, account_id, event_key FROM made UNION ALL
    SELECT m.id, false, m.account_id, m.event_key FROM t JOIN inbound_message m ON m.account_id = t.account_id AND m.event_key = t.event_key`);
  // Committed by another process after our statement had begun: neither made by us nor seen yet.
  if (kept.length < first.length) kept.push(...(await recordedBefore(institutionId, first, kept)));
  return answerInOrder(rows, kept);
}

interface Kept { id: string; fresh: boolean; account_id: string; event_key: string | null }

function recordedBefore(institutionId: InstitutionId, wanted: readonly Row[], found: readonly Kept[]): Promise<Kept[]> {
  const known = new Set(found.map(keyOf));
  const missing = wanted.filter((row) => !known.has(keyOf(row))).map(({ account_id, event_key }) => ({ account_id, event_key }));
  return inOneTrip({ institutionId }, (tx) => tx.$queryRaw<Kept[]>`
    SELECT m.id, false AS fresh, m.account_id, m.event_key
    FROM json_to_recordset(${JSON.stringify(missing)}::json) AS t(account_id text, event_key text)
    JOIN inbound_message m ON m.account_id = t.account_id AND m.event_key = t.event_key`);
}

interface Row { id: string; account_id: string; event_key: string | null; [column: string]: unknown }

function toRow(item: InboundToStore, id: string): Row {
  const { inbound, verdict } = item;
  const event = verdict.kind === 'order' || verdict.kind === 'refund' || verdict.kind === 'ignored';
  const body = inbound.body.subarray(0, STORED_BYTES_MAX);
  return {
    id, account_id: item.accountId, channel: item.channel, received_at: toDate(inbound.receivedAt).toISOString(), target: inbound.target.slice(0, 2_000),
    headers: base64(seal(`inbound_message/headers/${id}`, JSON.stringify(inbound.headers).slice(0, STORED_BYTES_MAX))),
    body: base64(seal(`inbound_message/body/${id}`, body)),
    sha: base64(sha256(inbound.body)), verdict: verdict.kind, reason: 'reason' in verdict ? verdict.reason : null,
    event_key: event ? verdict.eventKey : null,
    order_no: verdict.kind === 'order' || verdict.kind === 'refund' ? verdict.orderNo : null,
    fact: verdict.kind === 'order' ? factToJson(verdict.fact) : verdict.kind === 'refund' ? { refundNo: verdict.refundNo, ...factToJson(verdict.fact) } : null,
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The same event twice in one batch would make the statement touch one row twice; the first stands for both. */
function firstOfEach(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((r) => {
    if (r.event_key === null) return true;
    const key = keyOf(r);
    return seen.has(key) ? false : seen.add(key);
  });
}

/** What makes two messages one event; a message without an event is its own. */
const keyOf = (of: { id: string; account_id: string; event_key: string | null }): string => (of.event_key === null ? of.id : `${of.account_id} ${of.event_key}`);

function answerInOrder(rows: readonly Row[], kept: readonly Kept[]): StoredInbound[] {
  const byKey = new Map(kept.map((k) => [keyOf(k), k]));
  const told = new Set<string>();
  return rows.map((r) => {
    const k = byKey.get(keyOf(r));
    assert(k, 'a callback is recorded by now or was before');
    const first = !told.has(k.id);
    told.add(k.id);
    return { id: k.id, fresh: k.fresh && first };
  });
}

export interface UnprocessedInbound {
  readonly id: string;
  readonly channel: ChannelCode;
  readonly verdict: 'order' | 'refund';
  readonly orderNo: string;
  readonly fact: Record<string, unknown>;
}

/** Authentic messages older than `before` that nobody finished acting on, oldest first. */
export async function listUnprocessed(institutionId: InstitutionId, before: Instant, limit: number): Promise<UnprocessedInbound[]> {
  const rows = await withTx({ institutionId }, (tx) => tx.inbound_message.findMany({
    where: { processed_at: null, verdict: { in: ['order', 'refund'] }, received_at: { lt: toDate(before) } },
    select: { id: true, channel: true, verdict: true, order_no: true, fact: true }, orderBy: { received_at: 'asc' }, take: limit,
  }));
  return rows.map((r) => ({ id: r.id, channel: r.channel as ChannelCode, verdict: r.verdict as 'order' | 'refund', orderNo: r.order_no!, fact: r.fact as Record<string, unknown> }));
}

/** Marks messages as acted upon, in the transaction that acted. */
export async function markProcessed(tx: SqlTx, done: readonly { id: string; result: string }[], at: Instant): Promise<void> {
  if (done.length === 0) return;
  await tx.$executeRaw`UPDATE inbound_message m SET processed_at = ${toDate(at)}, result = t.result
    FROM json_to_recordset(${JSON.stringify(done)}::json) AS t(id text, result text) WHERE m.id = t.id AND m.id = ANY(${done.map((d) => d.id)})`;
}
