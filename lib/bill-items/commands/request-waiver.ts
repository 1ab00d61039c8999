import { z } from 'zod';
import { hasConsent, requestApproval, type Operation } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { InstitutionId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { businessDate, isBusinessDate, toDate } from '@/lib/kernel/time';
import { payerNames } from '@/lib/payers';
import { actorName, systemCtx, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { BillItemFailure } from '../errors';
import type { WaiverInput } from '../model';
import { documentOf, toColumn } from '../plan-store';

const KIND = 'fee-waiver';

interface Wished {
  readonly payerId: string;
  readonly payerNumber: string;
  readonly planId: string;
  readonly plan: string;
  readonly itemCodes: readonly string[];
  readonly percent: number;
  readonly from: string;
  /** Empty = until somebody ends it. */
  readonly until: string;
  readonly reason: string;
}

/** What the signers agree to: this payer, these items of this plan, this share, these days. */
const operationOf = (w: Wished): Operation => ({
  kind: KIND, subjectKind: 'payer', subjectId: w.payerId, amount: { minor: '0', currency: 'CNY' },
  facts: { payerNumber: w.payerNumber, plan: w.plan, planId: w.planId, items: w.itemCodes.join(', '), percent: String(w.percent), from: w.from, until: w.until, reason: w.reason },
});

/** Asks that a payer need not pay some of a plan's items, or a share of them, from a day on. Bills that are issued already stay as they are: that is a credit note. */
export async function requestWaiver(ctx: Ctx, input: WaiverInput): Promise<Result<{ approvalId: string }, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'bill.write-off');
  if (!allowed.ok) return allowed;
  if (!isBusinessDate(input.from) || (input.until !== '' && (!isBusinessDate(input.until) || input.until < input.from))) return err('bill-items.waiver-dates');
  return withTx(ctx, async (tx): Promise<Result<{ approvalId: string }, BillItemFailure>> => {
    const payer = (await payerNames(tx, ctx, [input.payerId])).get(input.payerId);
    if (!payer) return err('bill-items.unknown-payer');
    const plan = await planWith(tx, ctx, input.planId, input.itemCodes);
    if (!plan.ok) return plan;
    const operation = operationOf({ ...input, itemCodes: [...new Set(input.itemCodes)].sort(), payerNumber: payer.number, plan: plan.value.code });
    const asked = await tx.approval.findMany({ where: { institution_id: ctx.institutionId, kind: KIND, subject_id: input.payerId, status: 'pending' }, select: { operation: true } });
    if (asked.some((one) => storedSchema.parse(one.operation).facts.planId === input.planId)) return err('bill-items.waiver-asked');
    return ok(await requestApproval(tx, ctx, operation));
  });
}

async function planWith(tx: Tx, ctx: Ctx, planId: string, itemCodes: readonly string[]): Promise<Result<{ code: string }, BillItemFailure>> {
  const plan = await tx.fee_plan.findFirst({ where: { id: planId, institution_id: ctx.institutionId } });
  const version = plan && (await tx.fee_plan_version.findFirst({ where: { plan_id: planId, institution_id: ctx.institutionId, state: 'active' }, orderBy: { version: 'desc' } }));
  if (!plan || !version) return err('bill-items.not-found');
  const known = new Set(documentOf(version).items.map((item) => item.code));
  return itemCodes.every((code) => known.has(code)) ? ok({ code: plan.code }) : err('bill-items.unknown-item');
}

const storedSchema = z.object({
  subjectId: z.string(),
  facts: z.object({
    payerNumber: z.string(), plan: z.string(), planId: z.string(), items: z.string(), percent: z.string(), from: z.string(), until: z.string(), reason: z.string(),
  }),
});

/** Consumer of `approval.approved`; may meet a decision again. From then on the waiver counts for every bill issued on its days. */
export async function settleWaiver(institutionId: InstitutionId, approvalId: string, ports: Partial<Pick<Ctx, 'clock' | 'random'>> = {}): Promise<void> {
  const ctx = systemCtx('fee-plans', institutionId, ports);
  await withTx(ctx, async (tx) => {
    const approval = await tx.approval.findFirst({ where: { id: approvalId, institution_id: institutionId, kind: KIND, status: 'approved' } });
    if (!approval || (await tx.fee_waiver.findUnique({ where: { approval_id: approvalId } }))) return;
    const { subjectId, facts } = storedSchema.parse(approval.operation);
    const wished: Wished = { ...facts, payerId: subjectId, itemCodes: facts.items === '' ? [] : facts.items.split(', '), percent: Number(facts.percent) };
    const consent = await hasConsent(tx, ctx, approvalId, operationOf(wished));
    if (consent) {
      await tx.fee_waiver.createMany({
        data: [{
          id: newId('feeWaiver', ctx), institution_id: institutionId, payer_id: subjectId, plan_id: wished.planId, item_codes: [...wished.itemCodes], bps: wished.percent * 100,
          from_date: toColumn(businessDate(wished.from)), until_date: wished.until === '' ? null : toColumn(businessDate(wished.until)), reason: wished.reason,
          approval_id: approvalId, created_at: toDate(ctx.clock.now()), created_by: approval.requested_by,
        }],
        skipDuplicates: true,
      });
    }
    await audit(tx, ctx, { action: 'payer.waive', subjectKind: 'payer', subjectId, outcome: consent ? 'done' : 'approvals.operation-changed', after: { approvalId, ...facts } });
  });
}

export const endWaiverInput = z.object({ waiverId: z.string().min(1).max(40) });

/** From now on it counts for no bill any more. What was issued under it stays. To end is to give nothing away: it needs nobody else. */
export async function endWaiver(ctx: Ctx, input: z.infer<typeof endWaiverInput>): Promise<Result<{ ended: boolean }, BillItemFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'bill.write-off');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ ended: boolean }, BillItemFailure>> => {
    const waiver = await tx.fee_waiver.findFirst({ where: { id: input.waiverId, institution_id: ctx.institutionId } });
    if (!waiver) return err('bill-items.not-found');
    const { count } = await tx.fee_waiver.updateMany({ where: { id: waiver.id, ended_at: null }, data: { ended_at: toDate(ctx.clock.now()), ended_by: actorName(ctx.actor) } });
    await audit(tx, ctx, { action: 'payer.end-waiver', subjectKind: 'payer', subjectId: waiver.payer_id, outcome: 'done', after: { waiverId: waiver.id } });
    return ok({ ended: count === 1 });
  });
}
