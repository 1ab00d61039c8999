/** Opens a request for consent, inside the transaction of the act that needs it. */
import { audit } from '@/lib/audit';
import { newId } from '@/lib/kernel/ports';
import type { Id } from '@/lib/kernel/ids';
import { fromWire, toDecimal } from '@/lib/kernel/money';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { Prisma } from '@/lib/platform/prisma/client';
import type { Tx } from '@/lib/platform/tx';
import { operationHash, type Operation } from '../operation';
import { approvalMachine } from '../machine';
import { stepsFor } from '../rules';

/** The caller has already authorised the act itself (`refund.request`). Answers the request's id. */
export async function requestApproval(tx: Tx, ctx: Ctx, operation: Operation): Promise<{ readonly approvalId: Id<'approval'> }> {
  const amount = fromWire(operation.amount);
  const approvalId = newId('approval', ctx);
  const steps = stepsFor(operation.kind, amount).map((step) => ({ roles: [...step.roles] }));
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
      requested_at: toDate(ctx.clock.now()),
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
