/** Opens a request for consent, inside the transaction of the act that needs it. */
import { audit } from '@/lib/audit';
import { newId } from '@/lib/kernel/ports';
import type { Id } from '@/lib/kernel/ids';
import { fromWire, toDecimal } from '@/lib/kernel/money';
import { DAY_MS, HOUR_MS, plusMs, toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { Prisma } from '@/lib/platform/prisma/client';
import type { Tx } from '@/lib/platform/tx';
import { operationHash, type Operation } from '../operation';
import { approvalMachine } from '../machine';
import { activeFlow } from '../flow-store';
import { stepsOf } from '../flows';

/**
 * The caller has already authorised the act itself (`refund.request`). The steps are fixed now, by the flow that is active now: changing the flow
 * later changes nothing that was asked before. An act without an amount is asked with 0. Answers the request's id.
 */
export async function requestApproval(tx: Tx, ctx: Ctx, operation: Operation): Promise<{ readonly approvalId: Id<'approval'> }> {
  const amount = fromWire(operation.amount);
  const approvalId = newId('approval', ctx);
  const flow = await activeFlow(tx, ctx, operation.kind);
  const steps = stepsOf(flow, amount).map((step) => ({ ...step, roles: [...step.roles] }));
  const now = ctx.clock.now();
  await tx.approval.create({
    data: {
      id: approvalId,
      institution_id: ctx.institutionId,
      kind: operation.kind,
      subject_kind: operation.subjectKind,
      subject_id: operation.subjectId,
      operation: operation as unknown as Prisma.InputJsonObject,
      operation_hash: operationHash(ctx.institutionId, operation),
      amount_minor: amount.minor,
      currency: amount.currency,
      status: approvalMachine.initial,
      steps,
      requested_by: ctx.actor.kind === 'user' ? ctx.actor.userId : actorName(ctx.actor),
      requested_at: toDate(now),
      remind_at: toDate(plusMs(now, flow.remindHours * HOUR_MS)),
      escalate_at: flow.escalateHours === null ? null : toDate(plusMs(now, flow.escalateHours * HOUR_MS)),
      expires_at: toDate(plusMs(now, flow.expireDays * DAY_MS)),
      escalate_to: [...flow.escalateTo],
    },
  });
  await audit(tx, ctx, {
    action: 'approval.request',
    subjectKind: 'approval',
    subjectId: approvalId,
    outcome: 'done',
    after: {
      kind: operation.kind,
      subject: operation.subjectId,
      amount: `${toDecimal(amount)} ${amount.currency}`,
      signatures: steps.length.toString(),
    },
  });
  return { approvalId };
}
