import { z } from 'zod';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { BillItemFailure } from '../errors';
import { lockPlan } from '../plan-store';

export const archivePlanInput = z.object({ planId: z.string().min(1).max(40) });

/** No more bills from this plan; those already issued stay as they are. */
export async function archivePlan(
  ctx: Ctx, input: z.infer<typeof archivePlanInput>,
): Promise<Result<{ planId: string }, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'fee-plan.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx) => {
    const plan = await lockPlan(tx, input.planId);
    if (!plan.ok) return plan;
    await tx.fee_plan.update({ where: { id: input.planId }, data: { status: 'archived' } });
    await audit(tx, ctx, { action: 'fee-plan.archive', subjectKind: 'fee-plan', subjectId: input.planId, outcome: 'done' });
    return ok({ planId: input.planId });
  });
}
