import { z } from 'zod';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { BillItemFailure } from '../errors';
import { lockPlan } from '../plan-store';

const name = z.string().trim().min(1).max(60);
export const renamePlanInput = z.object({ planId: z.string().min(1).max(40), nameZh: name, nameEn: name });

/** Two plans from one template begin with the same name; bills issued from now on carry the new one, those issued keep theirs. */
export async function renamePlan(
  ctx: Ctx, input: z.infer<typeof renamePlanInput>,
): Promise<Result<{ planId: string }, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'fee-plan.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx) => {
    const plan = await lockPlan(tx, input.planId);
    if (!plan.ok) return plan;
    await tx.fee_plan.update({ where: { id: input.planId }, data: { name_zh: input.nameZh, name_en: input.nameEn } });
    await audit(tx, ctx, {
      action: 'fee-plan.rename', subjectKind: 'fee-plan', subjectId: input.planId, outcome: 'done',
      before: { nameZh: plan.value.name_zh, nameEn: plan.value.name_en }, after: { nameZh: input.nameZh, nameEn: input.nameEn },
    });
    return ok({ planId: input.planId });
  });
}
