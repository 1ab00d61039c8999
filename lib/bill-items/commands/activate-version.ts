import { z } from 'zod';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { institutionTerms } from '@/lib/payers';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import { withTx } from '@/lib/platform/tx';
import type { BillItemFailure } from '../errors';
import { dateOf, documentOf, lockPlan } from '../plan-store';
import type { PlanWarning } from '../model';
import { checkPlan } from '../rules';

export const activateVersionInput = z.object({ planId: z.string().min(1).max(40), version: z.int().min(1) });

export interface Activation {
  readonly version: number;
  readonly effectiveFrom: string;
  readonly warnings: readonly PlanWarning[];
}

/**
 * Lets a draft take effect from its date. What it replaces at once is retired; a version it only replaces later stays in force until then
 * (which version bills a day is decided by effective date, see `versionInForce`).
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
    await tx.fee_plan_version.update({
      where: { id: draft.id }, data: { state: 'active', activated_at: toDate(ctx.clock.now()), activated_by: actorName(ctx.actor) },
    });
    // Retired: what starts on or after the new day, and, when the new day is today, everything before.
    const superseded = effectiveFrom <= today ? {} : { effective_from: { gte: draft.effective_from } };
    await tx.fee_plan_version.updateMany({
      where: { institution_id: ctx.institutionId, plan_id: input.planId, state: 'active', id: { not: draft.id }, ...superseded },
      data: { state: 'retired' },
    });
    await audit(tx, ctx, {
      action: 'fee-plan.activate', subjectKind: 'fee-plan', subjectId: input.planId, outcome: 'done',
      after: { version: input.version, effectiveFrom, warnings: [...checked.value] },
    });
    await emit(tx, ctx, [{ type: 'fee-plan.activated', subjectId: input.planId, payload: { version: input.version, effectiveFrom } }]);
    return ok({ version: input.version, effectiveFrom, warnings: checked.value });
  });
}
