/** The payer has found out by themselves. */
import type { z } from 'zod';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { DisputeFailure } from '../errors';
import type { withdrawDisputeInput } from '../model';
import { isOpen, lockDispute, tell } from '../row';

/** Errors: `disputes.not-found` (also somebody else's), `already-closed`. */
export async function withdrawDispute(ctx: Ctx, input: z.output<typeof withdrawDisputeInput>): Promise<Result<{ readonly paymentId: string }, DisputeFailure>> {
  const { actor } = ctx;
  return withTx(ctx, async (tx): Promise<Result<{ paymentId: string }, DisputeFailure>> => {
    const dispute = await lockDispute(tx, input.disputeId);
    if (!dispute || actor.kind !== 'payer' || dispute.payerId !== actor.payerId) return err('disputes.not-found');
    if (!isOpen(dispute)) return err('disputes.already-closed');
    await tx.payer_dispute.update({ where: { id: dispute.id }, data: { status: 'withdrawn' } });
    await tell(tx, ctx, dispute, 'withdraw', null);
    return ok({ paymentId: dispute.paymentId });
  });
}
