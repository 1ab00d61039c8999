/** Everything that must leave a transaction is written inside it; the worker carries it out, at least once, in order per subject. */
import type { Ctx } from './ctx';
import { toDate } from '@/lib/kernel/time';
import type { Tx } from './tx';

export interface OutboxEvent {
  /** `payment.succeeded`, `refund.approved`, …: noun, then what happened. */
  readonly type: string;
  readonly subjectId: string;
  /** Ids, codes and decimal strings only: no personal data. */
  readonly payload: Readonly<Record<string, string | number | boolean | null>>;
}

export async function emit(tx: Tx, ctx: Ctx, events: readonly OutboxEvent[]): Promise<void> {
  if (events.length === 0) return;
  const now = toDate(ctx.clock.now());
  await tx.outbox_event.createMany({
    data: events.map((e) => ({ institution_id: ctx.institutionId, type: e.type, subject_id: e.subjectId, payload: { ...e.payload }, created_at: now })),
  });
  // Wakes the worker at commit; if nobody listens, its poll finds the row a moment later.
  await tx.$executeRaw`SELECT pg_notify('bafang_outbox', '')`;
}
