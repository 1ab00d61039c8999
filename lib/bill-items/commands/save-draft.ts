import { z } from 'zod';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { isBusinessDate, toDate, type BusinessDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { BillItemFailure } from '../errors';
import { feePlanSchema } from '../model';
import { columnsOf, lockPlan, toColumn } from '../plan-store';

export const saveDraftInput = z.object({
  planId: z.string().min(1).max(40),
  /** The version the editor began from; another person's newer work is not overwritten. */
  baseVersion: z.int().min(1),
  effectiveFrom: z.string().refine(isBusinessDate),
  note: z.string().trim().max(200).nullable(),
  plan: feePlanSchema,
});
export type SaveDraftInput = z.infer<typeof saveDraftInput>;

/** Keeps the draft, or begins the next one beside the active version. Versions that were active are never changed. */
export async function saveDraft(ctx: Ctx, input: SaveDraftInput): Promise<Result<{ version: number }, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'fee-plan.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx) => {
    const plan = await lockPlan(tx, input.planId);
    if (!plan.ok) return plan;
    const newest = await tx.fee_plan_version.findFirstOrThrow({
      where: { institution_id: ctx.institutionId, plan_id: input.planId },
      orderBy: { version: 'desc' },
    });
    if (newest.version !== input.baseVersion) return err('bill-items.draft-changed', { version: newest.version });
    if (newest.state === 'review') return err('bill-items.under-review');
    const content = { effective_from: toColumn(input.effectiveFrom as BusinessDate), note: input.note, ...columnsOf(input.plan) };
    const version = newest.state === 'draft' ? newest.version : newest.version + 1;
    if (newest.state === 'draft') await tx.fee_plan_version.update({ where: { id: newest.id }, data: content });
    else await beginDraft(tx, ctx, input.planId, version, content);
    await audit(tx, ctx, {
      action: 'fee-plan.save-draft',
      subjectKind: 'fee-plan',
      subjectId: input.planId,
      outcome: 'done',
      after: { version },
    });
    return ok({ version });
  });
}

type Content = ReturnType<typeof columnsOf> & { effective_from: Date; note: string | null };

async function beginDraft(tx: Tx, ctx: Ctx, planId: string, version: number, content: Content): Promise<void> {
  await tx.fee_plan_version.create({
    data: {
      id: newId('feePlanVersion', ctx),
      institution_id: ctx.institutionId,
      plan_id: planId,
      version,
      state: 'draft',
      created_at: toDate(ctx.clock.now()),
      created_by: actorName(ctx.actor),
      ...content,
    },
  });
}
