import { z } from 'zod';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { institutionTerms } from '@/lib/payers';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { BillItemFailure } from '../errors';
import { columnsOf, documentOf, toColumn } from '../plan-store';
import { createPlanInput } from './create-plan-from-template';

export const copyPlanInput = z.object({ planId: z.string().min(1).max(40), code: createPlanInput.shape.code });

/** A new plan that begins with the newest version of another, as a draft: it bills nobody until it is activated. */
export async function copyPlan(ctx: Ctx, input: z.infer<typeof copyPlanInput>): Promise<Result<{ planId: string }, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'fee-plan.write');
  if (!allowed.ok) return allowed;
  const planId = newId('feePlan', ctx);
  return withTx(ctx, async (tx): Promise<Result<{ planId: string }, BillItemFailure>> => {
    const from = await tx.fee_plan.findFirst({ where: { id: input.planId, institution_id: ctx.institutionId } });
    const version = from && (await tx.fee_plan_version.findFirst({ where: { plan_id: from.id, institution_id: ctx.institutionId }, orderBy: { version: 'desc' } }));
    if (!from || !version) return err('bill-items.not-found');
    const { today } = await institutionTerms(tx, ctx);
    const made = { institution_id: ctx.institutionId, created_at: toDate(ctx.clock.now()), created_by: actorName(ctx.actor) };
    const plan = await tx.fee_plan.createMany({
      data: [{ ...made, id: planId, code: input.code, name_zh: from.name_zh, name_en: from.name_en, template: from.template, status: 'live' }], skipDuplicates: true,
    });
    if (plan.count === 0) return err('bill-items.code-taken', { code: input.code }, { code: 'bill-items.code-taken' });
    await tx.fee_plan_version.create({
      data: { ...made, id: newId('feePlanVersion', ctx), plan_id: planId, version: 1, state: 'draft', effective_from: toColumn(today), ...columnsOf(documentOf(version)) },
    });
    await audit(tx, ctx, {
      action: 'fee-plan.copy', subjectKind: 'fee-plan', subjectId: planId, outcome: 'done', after: { from: from.id, version: version.version, code: input.code },
    });
    return ok({ planId });
  });
}
