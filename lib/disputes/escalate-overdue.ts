/** What nobody answered in time is put before the finance manager. Done again it changes nothing. */
import { toDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { lockDispute, tell } from './row';

const AT_ONCE = 200;

/** Answers how many were escalated. */
export async function escalateOverdue(ctx: Ctx): Promise<number> {
  return withTx(ctx, async (tx) => {
    const due = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM payer_dispute WHERE institution_id = ${ctx.institutionId} AND status = 'open' AND due_at <= ${toIso(ctx.clock.now())}::timestamptz
      ORDER BY due_at, id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`;
    for (const { id } of due) {
      const dispute = await lockDispute(tx, id);
      if (dispute?.status !== 'open') continue;
      await tx.payer_dispute.update({ where: { id }, data: { status: 'escalated', escalated_at: toDate(ctx.clock.now()) } });
      await tell(tx, ctx, dispute, 'escalate', null);
    }
    return due.length;
  });
}
