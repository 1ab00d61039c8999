/** Bills whose day has passed become overdue. Run by the worker once an hour; running it more often changes nothing. */
import { addDays } from '@/lib/kernel/time';
import { institutionTerms } from '@/lib/payers';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import { withTx } from '@/lib/platform/tx';
import { toIso } from '@/lib/kernel/time';

const BATCH = 1_000;
const BATCHES_MAX = 1_000;

/** `ctx`: the system, for one institution. Answers how many fell due. A bill somebody is paying this moment is left for the next time. */
export async function fallDue(ctx: Ctx): Promise<number> {
  let total = 0;
  for (let i = 0; i < BATCHES_MAX; i++) {
    const count = await withTx(ctx, async (tx) => {
      const { today } = await institutionTerms(tx, ctx);
      const due = await tx.$queryRaw<{ id: string }[]>`
        WITH late AS (
          SELECT b.id, b.status FROM bill b
          WHERE b.status IN ('issued', 'part-paid') AND b.due_date <= ${addDays(today, -1)}::date
            AND NOT EXISTS (SELECT FROM bill_hold h WHERE h.bill_id = b.id)
          ORDER BY b.due_date LIMIT ${BATCH} FOR UPDATE OF b SKIP LOCKED
        ), told AS (
          INSERT INTO bill_transition (institution_id, bill_id, from_state, event, to_state, at, actor)
          SELECT ${ctx.institutionId}, id, status, 'fall-due', 'overdue', ${toIso(ctx.clock.now())}::timestamptz, ${actorName(ctx.actor)} FROM late
        )
        UPDATE bill SET status = 'overdue' FROM late WHERE bill.id = late.id RETURNING bill.id`;
      await emit(
        tx,
        ctx,
        due.map(({ id }) => ({ type: 'bill.overdue', subjectId: id, payload: {} })),
      );
      return due.length;
    });
    total += count;
    if (count < BATCH) break;
  }
  return total;
}
