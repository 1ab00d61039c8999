/** Somebody says that they look after a dispute, so that nobody else does the same work. */
import type { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { DisputeFailure } from '../errors';
import type { takeDisputeInput } from '../model';
import { isOpen, lockDispute, tell } from '../row';

/** Errors: `disputes.not-found`, `already-closed`. */
export async function takeDispute(ctx: Ctx, input: z.output<typeof takeDisputeInput>): Promise<Result<{ readonly disputeId: string }, AccessFailure | DisputeFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ disputeId: string }, DisputeFailure>> => {
    const dispute = await lockDispute(tx, input.disputeId);
    if (!dispute) return err('disputes.not-found');
    if (!isOpen(dispute)) return err('disputes.already-closed');
    await tx.payer_dispute.update({ where: { id: dispute.id }, data: { owner_id: ctx.actor.kind === 'user' ? ctx.actor.userId : null } });
    await tell(tx, ctx, dispute, 'take', null);
    return ok({ disputeId: dispute.id });
  });
}
