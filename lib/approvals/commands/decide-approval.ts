/**
 * One person's word on one request. The code of the second factor is used up first, in a transaction of its own (a refusal later must
 * not give it back); the proof it yields is good only for this decision on exactly this operation.
 */
import { audit } from '@/lib/audit';
import { authorize, stepUp, stepUpAllows, type AccessFailure, type StepUpFailure, type StepUpProof } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { step } from '@/lib/kernel/machine';
import { err, must, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Actor, Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import { withTx, type Tx } from '@/lib/platform/tx';
import { lockApproval, type LoadedApproval } from '../approval-row';
import type { ApprovalFailure } from '../errors';
import { APPROVAL_APPROVED, APPROVAL_REJECTED } from '../events';
import { approvalMachine, type ApprovalStatus } from '../machine';
import { operationHash } from '../operation';
import { mayDecide } from '../rules';

export interface DecideInput {
  readonly approvalId: string;
  readonly decision: 'approve' | 'reject';
  /** Required for a rejection; what the requester reads. */
  readonly reason: string;
  readonly stepUpCode: string;
  /** Hash of the operation the person was shown; consent is to that and nothing else. */
  readonly operationHash: string;
}
export interface Decided {
  readonly approvalId: string;
  readonly status: ApprovalStatus;
  /** Signatures still missing. */
  readonly missing: number;
  readonly subjectKind: string;
  readonly subjectId: string;
}
export type DecideFailure = ApprovalFailure | AccessFailure | StepUpFailure;
type Person = Extract<Actor, { kind: 'user' }>;

export async function decideApproval(ctx: Ctx, input: DecideInput): Promise<Result<Decided, DecideFailure>> {
  const allowed = authorize(ctx, 'approval.decide');
  if (!allowed.ok) return allowed;
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  if (input.decision === 'reject' && input.reason.trim() === '') {
    return err('approvals.reason-required', {}, { reason: 'approvals.reason-required' });
  }
  // Looked at before the code is used up: a refusal that can be known now should not cost the person a code.
  const possible = await withTx(ctx, async (tx) => check(ctx, actor, await lockApproval(tx, ctx, input.approvalId), input));
  if (!possible.ok) return possible;
  const operation = decisionOf(input);
  const proof = await stepUp(ctx, { code: input.stepUpCode, operation });
  if (!proof.ok) return err(proof.error.code, proof.error.details, { stepUpCode: proof.error.code });
  return withTx(ctx, async (tx): Promise<Result<Decided, DecideFailure>> => {
    const checked = check(ctx, actor, await lockApproval(tx, ctx, input.approvalId), input);
    if (!checked.ok) return checked;
    if (!stepUpAllows(ctx, proof.value, operation)) return err('identity.code-wrong');
    return record(tx, ctx, actor, checked.value, input, proof.value);
  });
}

/** What the second factor is bound to: yes or no, to exactly this operation of exactly this request. */
const decisionOf = (input: DecideInput): string => `approval ${input.approvalId} ${input.decision} ${input.operationHash}`;

function check(ctx: Ctx, person: Person, approval: LoadedApproval | null, input: DecideInput): Result<LoadedApproval, ApprovalFailure> {
  if (!approval) return err('approvals.not-found');
  if (approval.status !== 'pending') return err('approvals.already-decided');
  const may = mayDecide(approval, approval.signed, person);
  if (!may.ok) return may;
  const now = operationHash(ctx.institutionId, approval.operation);
  return now === approval.operationHash && now === input.operationHash ? ok(approval) : err('approvals.operation-changed');
}

async function record(
  tx: Tx,
  ctx: Ctx,
  person: Person,
  approval: LoadedApproval,
  input: DecideInput,
  proof: StepUpProof,
): Promise<Result<Decided, never>> {
  const at = toDate(ctx.clock.now());
  const missing = input.decision === 'reject' ? 0 : approval.steps.length - approval.signed.length - 1;
  const event = input.decision === 'reject' ? 'reject' : missing === 0 ? 'complete' : 'sign';
  const status = must(step(approvalMachine, 'pending', event));
  await tx.approval_opinion.create({
    data: {
      id: newId('comment', ctx),
      institution_id: ctx.institutionId,
      approval_id: approval.id,
      step: approval.signed.length,
      user_id: person.userId,
      decision: input.decision,
      reason: input.reason.trim(),
      at,
      ip: ctx.origin.ip,
      device: ctx.origin.device,
      step_up: proof,
    },
  });
  if (status !== 'pending') {
    await tx.approval.update({ where: { id: approval.id }, data: { status, decided_at: at } });
    await emit(tx, ctx, [
      {
        type: status === 'approved' ? APPROVAL_APPROVED : APPROVAL_REJECTED,
        subjectId: approval.subjectId,
        payload: { approvalId: approval.id, kind: approval.kind, subjectId: approval.subjectId },
      },
    ]);
  }
  await audit(tx, ctx, {
    action: `approval.${input.decision}`,
    subjectKind: 'approval',
    subjectId: approval.id,
    outcome: 'done',
    before: { status: 'pending' },
    after: { status, step: approval.signed.length.toString(), missing: missing.toString(), operation: approval.operationHash },
  });
  return ok({ approvalId: approval.id, status, missing, subjectKind: approval.subjectKind, subjectId: approval.subjectId });
}
