/**
 * Callbacks as they came: stored raw before anything acts on them, once per event. The bank is answered when the row is committed; what the
 * message means is applied afterwards, and a message that a killed process left behind is found again by `listUnprocessed`.
 */
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
  /** False when this event had been recorded before: acknowledge it again, act no more. */
  readonly fresh: boolean;
  /** Whether somebody has already acted on it. */
  readonly processed: boolean;
}

const STORED_BYTES_MAX = 64 * 1024;

/** One statement and one commit for all of them. Answers in the same order. */
export function storeInbound(institutionId: InstitutionId, ports: { clock: Clock; random: Random }, items: readonly InboundToStore[]): Promise<StoredInbound[]> {
  const rows = items.map((item) => toRow(item, newId('inbound', ports)));
  return inOneTrip({ institutionId }, async (tx) => {
    const kept = await tx.$queryRaw<{ id: string; n: number; fresh: boolean; processed: boolean }[]>`
      INSERT INTO inbound_message (institution_id, id, account_id, channel, received_at, target, headers_sealed, body_sealed, body_sha256,
        verdict, reason, event_key, order_no, fact)
      SELECT ${institutionId}, t.id, t.account_id, t.channel, t.received_at, t.target, decode(t.headers, 'base64'), decode(t.body, 'base64'),
        decode(t.sha, 'base64'), t.verdict, t.reason, t.event_key, t.order_no, t.fact
      FROM json_to_recordset(${JSON.stringify(firstOfEach(rows))}::json) AS t(id text, account_id text, channel text, received_at timestamptz, target text,
        headers text, body text, sha text, verdict text, reason text, event_key text, order_no text, fact jsonb)
      ON CONFLICT (account_id, event_key) WHERE event_key IS NOT NULL DO UPDATE SET deliveries = inbound_message.deliveries + 1
      RETURNING id, deliveries AS n, deliveries = 1 AS fresh, processed_at IS NOT NULL AS processed, account_id, event_key`;
    return answerInOrder(rows, kept as (typeof kept[number] & { account_id: string; event_key: string | null })[]);
  });
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
    const key = `${r.account_id} ${r.event_key}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

function answerInOrder(rows: readonly Row[], kept: readonly { id: string; fresh: boolean; processed: boolean; account_id: string; event_key: string | null }[]): StoredInbound[] {
  const byKey = new Map(kept.map((k) => [k.event_key === null ? k.id : `${k.account_id} ${k.event_key}`, k]));
  const told = new Set<string>();
  return rows.map((r) => {
    const k = byKey.get(r.event_key === null ? r.id : `${r.account_id} ${r.event_key}`)!;
    const first = !told.has(k.id);
    told.add(k.id);
    return { id: k.id, fresh: k.fresh && first, processed: k.processed };
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
