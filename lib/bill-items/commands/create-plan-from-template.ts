import { z } from 'zod';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate, type BusinessDate } from '@/lib/kernel/time';
import { institutionTerms } from '@/lib/payers';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { BillItemFailure } from '../errors';
import { TEMPLATES, type FeePlanDocument } from '../model';
import { columnsOf, toColumn } from '../plan-store';
import { templates } from '../templates';

export const createPlanInput = z.object({
  template: z.enum(TEMPLATES),
  code: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  nameZh: z.string().trim().min(1).max(60).optional(),
  nameEn: z.string().trim().min(1).max(60).optional(),
});
export type CreatePlanInput = z.infer<typeof createPlanInput>;

/** What happens once happens today, until somebody names another day. */
const startingToday = (plan: FeePlanDocument, today: BusinessDate): FeePlanDocument =>
  plan.cycle.kind === 'once' ? { ...plan, cycle: { ...plan.cycle, onceOn: today } } : plan;

/** A new plan with a first draft; it bills nobody until a version is activated. */
export async function createPlanFromTemplate(
  ctx: Ctx,
  input: CreatePlanInput,
): Promise<Result<{ planId: string }, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'fee-plan.write');
  if (!allowed.ok) return allowed;
  const template = templates[input.template];
  const planId = newId('feePlan', ctx);
  return withTx(ctx, async (tx) => {
    const { today } = await institutionTerms(tx, ctx);
    const created_at = toDate(ctx.clock.now());
    const made = await tx.fee_plan.createMany({
      data: [
        {
          id: planId,
          institution_id: ctx.institutionId,
          code: input.code,
          name_zh: input.nameZh ?? template.name.zh,
          name_en: input.nameEn ?? template.name.en,
          template: input.template,
          status: 'live',
          created_at,
          created_by: actorName(ctx.actor),
        },
      ],
      skipDuplicates: true,
    });
    if (made.count === 0) return err('bill-items.code-taken', { code: input.code }, { code: 'bill-items.code-taken' });
    await tx.fee_plan_version.create({
      data: {
        id: newId('feePlanVersion', ctx),
        institution_id: ctx.institutionId,
        plan_id: planId,
        version: 1,
        state: 'draft',
        effective_from: toColumn(today),
        ...columnsOf(startingToday(template.plan, today)),
        created_at,
        created_by: actorName(ctx.actor),
      },
    });
    await audit(tx, ctx, {
      action: 'fee-plan.create',
      subjectKind: 'fee-plan',
      subjectId: planId,
      outcome: 'done',
      after: { template: input.template, code: input.code },
    });
    return ok({ planId });
  });
}
