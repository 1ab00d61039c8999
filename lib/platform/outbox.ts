/** Everything that must leave a transaction is written inside it; the worker carries it out, at least once, in order per subject. */
import { toIso } from '@/lib/kernel/time';
import type { Ctx } from './ctx';
import type { SqlTx } from './sql-tx';

export interface OutboxEvent {
  /** `payment.succeeded`, `refund.approved`, …: noun, then what happened. */
  readonly type: string;
  readonly subjectId: string;
  /** Ids, codes and decimal strings only: no personal data. */
  readonly payload: Readonly<Record<string, string | number | boolean | null>>;
}

export async function emit(tx: SqlTx, ctx: Pick<Ctx, 'institutionId' | 'clock'>, events: readonly OutboxEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = JSON.stringify(events.map((e) => ({ type: e.type, subject: e.subjectId, payload: e.payload })));
  // The notice wakes the worker at commit; if nobody listens, its poll finds the rows a moment later.
  await tx.$executeRaw`
    WITH told AS (
      INSERT INTO outbox_event (institution_id, type, subject_id, payload, created_at)
      SELECT ${ctx.institutionId}, e.type, e.subject, e.payload, ${toIso(ctx.clock.now())}::timestamptz
      FROM ROWS FROM (json_to_recordset(${rows}::json) AS (type text, subject text, payload jsonb)) WITH ORDINALITY AS e(type, subject, payload, n)
      ORDER BY e.n
    )
    SELECT pg_notify('bafang_outbox', '')`;
}
