/**
 * Carries out what transactions left in the outbox: at least once, and for one subject in the order things happened. Rows are leased, not
 * locked, because consumers open transactions of their own; a lease that its process did not live to keep runs out.
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import { plusMs, toDate } from '@/lib/kernel/time';
import { systemClock } from '@/lib/platform/clock';
import { errorText, type Log } from '@/lib/platform/log';
import { withPlatformTx } from '@/lib/platform/tx';

export interface DispatchedEvent {
  readonly id: bigint;
  readonly type: string;
  readonly subjectId: string;
  readonly payload: Readonly<Record<string, unknown>>;
}
/** Gets events of one institution and one type, oldest first. Must not mind meeting an event again. */
export type Consumer = (institutionId: InstitutionId, events: readonly DispatchedEvent[]) => Promise<void>;
export type Consumers = Readonly<Record<string, readonly Consumer[]>>;

const BATCH = 500;
const LEASE_MS = 30_000;
const BACKOFF_MAX_MS = 300_000;

interface Row { id: bigint; institution_id: string; type: string; subject_id: string; payload: Record<string, unknown>; tries: number }

/** One round; true when it found anything: another event of the same subject may have waited behind it, and should not wait for the next poll too. */
export async function dispatchOutbox(consumers: Consumers, log: Log): Promise<boolean> {
  const rows = await lease();
  for (const group of Map.groupBy(rows, (r) => `${r.institution_id} ${r.type}`).values()) await dispatchGroup(consumers, group, log);
  return rows.length > 0;
}

/** The oldest waiting event of each subject: the ones behind it wait, so that order is kept. */
function lease(): Promise<Row[]> {
  const now = systemClock.now();
  return withPlatformTx((tx) => tx.$queryRaw<Row[]>`
    UPDATE outbox_event SET not_before = ${toDate(plusMs(now, LEASE_MS))}, tries = tries + 1 WHERE id IN (
      SELECT e.id FROM outbox_event e
      WHERE e.dispatched_at IS NULL AND (e.not_before IS NULL OR e.not_before <= ${toDate(now)})
        AND NOT EXISTS (SELECT FROM outbox_event earlier WHERE earlier.subject_id = e.subject_id AND earlier.id < e.id AND earlier.dispatched_at IS NULL)
      ORDER BY e.id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id, institution_id, type, subject_id, payload, tries`);
}

async function dispatchGroup(consumers: Consumers, rows: readonly Row[], log: Log): Promise<void> {
  const first = rows[0]!;
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  const ids = sorted.map((r) => r.id);
  try {
    const events = sorted.map((r) => ({ id: r.id, type: r.type, subjectId: r.subject_id, payload: r.payload }));
    for (const consume of consumers[first.type] ?? []) await consume(first.institution_id as InstitutionId, events);
    await withPlatformTx((tx) => tx.$executeRaw`UPDATE outbox_event SET dispatched_at = ${toDate(systemClock.now())} WHERE id = ANY(${ids}::bigint[])`);
  } catch (error) {
    const text = errorText(error);
    log.error('outbox.consumer-failed', { type: first.type, count: rows.length, error: text });
    const wait = Math.min(BACKOFF_MAX_MS, 1_000 * 2 ** Math.min(8, first.tries));
    await withPlatformTx((tx) => tx.$executeRaw`
      UPDATE outbox_event SET not_before = ${toDate(plusMs(systemClock.now(), wait))}, last_error = ${text} WHERE id = ANY(${ids}::bigint[])`);
  }
}
