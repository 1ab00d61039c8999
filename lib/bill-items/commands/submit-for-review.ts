import type { z } from 'zod';
import { hasConsent, requestApproval } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { InstitutionId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { institutionTerms } from '@/lib/payers';
import { systemCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { BillItemFailure } from '../errors';
import type { FeePlanDocument } from '../model';
import { dateOf, documentOf, lockPlan } from '../plan-store';
import { putIntoEffect } from '../put-into-effect';
import { reviewOperation } from '../review';
import { checkPlan } from '../rules';
import type { activateVersionInput } from './activate-version';

type Input = z.infer<typeof activateVersionInput>;

/** Puts a draft before a second person. Until they have spoken nobody changes it; the version in force goes on billing. */
export async function submitForReview(ctx: Ctx, input: Input): Promise<Result<{ approvalId: string }, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'fee-plan.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ approvalId: string }, BillItemFailure>> => {
    const locked = await lockPlan(tx, input.planId);
    if (!locked.ok) return locked;
    const draft = await tx.fee_plan_version.findFirst({ where: { institution_id: ctx.institutionId, plan_id: input.planId, version: input.version, state: 'draft' } });
    if (!draft) return err('bill-items.no-draft');
    const checked = checkPlan(documentOf(draft));
    if (!checked.ok) return checked;
    const { today } = await institutionTerms(tx, ctx);
    if (dateOf(draft.effective_from) < today) return err('bill-items.effective-in-past', { date: dateOf(draft.effective_from) });
    const { approvalId } = await requestApproval(tx, ctx, await operationOf(tx, ctx, input.planId, draft));
    await tx.fee_plan_version.update({ where: { id: draft.id }, data: { state: 'review', approval_id: approvalId } });
    await audit(tx, ctx, { action: 'fee-plan.submit', subjectKind: 'fee-plan', subjectId: input.planId, outcome: 'done', after: { version: input.version, approvalId } });
    return ok({ approvalId });
  });
}

/** Takes a version back from review to go on writing. Whoever signs it afterwards signs something that is not there any more. */
export async function withdrawReview(ctx: Ctx, input: Input): Promise<Result<{ version: number }, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'fee-plan.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ version: number }, BillItemFailure>> => {
    const locked = await lockPlan(tx, input.planId);
    if (!locked.ok) return locked;
    const { count } = await tx.fee_plan_version.updateMany({
      where: { institution_id: ctx.institutionId, plan_id: input.planId, version: input.version, state: 'review' }, data: { state: 'draft' },
    });
    if (count === 0) return err('bill-items.no-review');
    await audit(tx, ctx, { action: 'fee-plan.withdraw', subjectKind: 'fee-plan', subjectId: input.planId, outcome: 'done', after: { version: input.version } });
    return ok({ version: input.version });
  });
}

interface Stored {
  readonly version: number;
  readonly effective_from: Date;
}

async function operationOf(tx: Tx, ctx: Ctx, planId: string, row: Parameters<typeof documentOf>[0] & Stored) {
  const { code } = await tx.fee_plan.findUniqueOrThrow({ where: { id: planId }, select: { code: true } });
  const active = await tx.fee_plan_version.findFirst({ where: { institution_id: ctx.institutionId, plan_id: planId, state: 'active' }, orderBy: { version: 'desc' } });
  const plan: FeePlanDocument = documentOf(row);
  return reviewOperation({ planId, code, version: row.version, effectiveFrom: dateOf(row.effective_from), plan, active: active && documentOf(active) });
}

/**
 * Consumer of decisions; may meet one again. Yes: in force from its date, or from today where the date has passed meanwhile. No: a draft again.
 * A version that was withdrawn, or changed since, is left as it is.
 */
export async function settleReview(
  institutionId: InstitutionId, approvalId: string, decision: 'approved' | 'rejected', ports: Partial<Pick<Ctx, 'clock' | 'random'>> = {},
): Promise<void> {
  const ctx = systemCtx('fee-plans', institutionId, ports);
  await withTx(ctx, async (tx) => {
    const found = await tx.fee_plan_version.findFirst({ where: { institution_id: institutionId, approval_id: approvalId } });
    if (!found) return;
    const locked = await lockPlan(tx, found.plan_id);
    // Behind the lock: of two that settle at once the second one finds it settled.
    const row = await tx.fee_plan_version.findFirst({ where: { id: found.id, state: 'review', approval_id: approvalId } });
    if (!row) return;
    const consent = locked.ok && decision === 'approved' && (await hasConsent(tx, ctx, approvalId, await operationOf(tx, ctx, row.plan_id, row)));
    const { today } = await institutionTerms(tx, ctx);
    const checked = checkPlan(documentOf(row));
    if (consent && checked.ok) {
      const from = dateOf(row.effective_from);
      await putIntoEffect(tx, ctx, { id: row.id, planId: row.plan_id, version: row.version, effectiveFrom: from < today ? today : from, warnings: checked.value }, today);
      return;
    }
    await tx.fee_plan_version.update({ where: { id: row.id }, data: { state: 'draft' } });
    await audit(tx, ctx, {
      action: 'fee-plan.send-back', subjectKind: 'fee-plan', subjectId: row.plan_id, outcome: decision === 'rejected' ? 'done' : 'approvals.operation-changed',
      after: { version: row.version, approvalId },
    });
  });
}
