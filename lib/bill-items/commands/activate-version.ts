import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { institutionTerms } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { BillItemFailure } from '../errors';
import { dateOf, documentOf, lockPlan } from '../plan-store';
import type { PlanWarning } from '../model';
import { putIntoEffect } from '../put-into-effect';
import { needsReview } from '../review';
import { checkPlan } from '../rules';

export const activateVersionInput = z.object({ planId: z.string().min(1).max(40), version: z.int().min(1) });

export interface Activation {
  readonly version: number;
  readonly effectiveFrom: string;
  readonly warnings: readonly PlanWarning[];
}

/**
 * Lets a draft take effect from its date on the administrator's own word: the first version of a plan, or any where nobody else could sign. Which version
 * bills a day is decided by effective date, see `versionInForce`.
 */
export async function activateVersion(
  ctx: Ctx, input: z.infer<typeof activateVersionInput>,
): Promise<Result<Activation, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'fee-plan.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx) => {
    const plan = await lockPlan(tx, input.planId);
    if (!plan.ok) return plan;
    const draft = await tx.fee_plan_version.findFirst({
      where: { institution_id: ctx.institutionId, plan_id: input.planId, version: input.version, state: 'draft' },
    });
    if (!draft) return err('bill-items.no-draft');
    const checked = checkPlan(documentOf(draft));
    if (!checked.ok) return checked;
    const { today } = await institutionTerms(tx, ctx);
    const effectiveFrom = dateOf(draft.effective_from);
    if (effectiveFrom < today) return err('bill-items.effective-in-past', { date: effectiveFrom });
    if (await needsReview(tx, ctx, input.planId)) return err('bill-items.needs-review');
    await putIntoEffect(tx, ctx, { id: draft.id, planId: input.planId, version: input.version, effectiveFrom, warnings: checked.value }, today);
    return ok({ version: input.version, effectiveFrom, warnings: checked.value });
  });
}
