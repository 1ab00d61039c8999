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
import { hatsOf, lockApproval, type LoadedApproval } from '../approval-row';
import type { ApprovalFailure } from '../errors';
import { APPROVAL_APPROVED, APPROVAL_REJECTED } from '../events';
import { approvalMachine, type ApprovalStatus } from '../machine';
import { operationHash } from '../operation';
import { mayDecide, type Seat } from '../rules';

export interface DecideInput {
  readonly approvalId: string;
  readonly decision: 'approve' | 'reject';
  /** Required for a rejection; what the requester reads. */
  readonly reason: string;
  readonly stepUpCode: string;
  /** What this person's passkey answered, instead of a code. */
  readonly passkey?: string | undefined;
  /** Hash of the operation the person was shown; consent is to that and nothing else. */
  readonly operationHash: string;
}
export type Wished = Omit<DecideInput, 'stepUpCode' | 'passkey'>;
export interface Decided {
  readonly approvalId: string;
  readonly status: ApprovalStatus;
  /** Signatures still missing. */
  readonly missing: number;
  readonly subjectKind: string;
  readonly subjectId: string;
}
export type DecideFailure = ApprovalFailure | AccessFailure | StepUpFailure;
export type Person = Extract<Actor, { kind: 'user' }>;

export async function decideApproval(ctx: Ctx, input: DecideInput): Promise<Result<Decided, DecideFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  // Who holds no right of their own may have been given somebody else's: then this request decides (`hatsOf`).
  const allowed = authorize(ctx, 'approval.decide');
  if (!allowed.ok && !(await holdsDelegation(ctx, actor.userId))) return allowed;
  if (input.decision === 'reject' && input.reason.trim() === '') {
    return err('approvals.reason-required', {}, { reason: 'approvals.reason-required' });
  }
  // Looked at before the code is used up: a refusal that can be known now should not cost the person a code.
  const possible = await withTx(ctx, (tx) => checkDecision(tx, ctx, actor, input));
  if (!possible.ok) return possible;
  const operation = decisionOf(input);
  const proof = await stepUp(ctx, { code: input.stepUpCode, operation, ...(input.passkey && { passkey: input.passkey }) });
  if (!proof.ok) return err(proof.error.code, proof.error.details, { stepUpCode: proof.error.code });
  return withTx(ctx, async (tx): Promise<Result<Decided, DecideFailure>> => {
    const checked = await checkDecision(tx, ctx, actor, input);
    if (!checked.ok) return checked;
    if (!stepUpAllows(ctx, proof.value, operation)) return err('identity.code-wrong');
    return recordDecision(tx, ctx, actor, checked.value, input, proof.value);
  });
}

/** What the second factor is bound to: yes or no, to exactly this operation of exactly this request. */
export const decisionOf = (input: Pick<Wished, 'approvalId' | 'decision' | 'operationHash'>): string => `approval ${input.approvalId} ${input.decision} ${input.operationHash}`;

/** A request with the seat this person takes on it. */
export interface Checked {
  readonly approval: LoadedApproval;
  readonly seat: Seat;
}

export async function checkDecision(tx: Tx, ctx: Ctx, person: Person, input: Wished): Promise<Result<Checked, ApprovalFailure>> {
  const approval = await lockApproval(tx, ctx, input.approvalId);
  if (!approval) return err('approvals.not-found');
  if (approval.status !== 'pending' || (approval.expiresAt && approval.expiresAt <= toDate(ctx.clock.now()))) return err('approvals.already-decided');
  const may = mayDecide(approval, approval.signed, await hatsOf(tx, ctx, person.userId, approval.id));
  if (!may.ok) return may;
  const now = operationHash(ctx.institutionId, approval.operation);
  return now === approval.operationHash && now === input.operationHash ? ok({ approval, seat: may.value }) : err('approvals.operation-changed');
}

export async function recordDecision(
  tx: Tx,
  ctx: Ctx,
  person: Person,
  { approval, seat }: Checked,
  input: Wished,
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
      step: seat.step,
      user_id: person.userId,
      decision: input.decision,
      reason: input.reason.trim(),
      at,
      ip: ctx.origin.ip,
      device: ctx.origin.device,
      step_up: proof,
      on_behalf_of: seat.onBehalfOf,
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
    after: {
      status,
      step: (seat.step + 1).toString(),
      missing: missing.toString(),
      operation: approval.operationHash,
      ...(seat.onBehalfOf && { onBehalfOf: seat.onBehalfOf }),
    },
  });
  return ok({ approvalId: approval.id, status, missing, subjectKind: approval.subjectKind, subjectId: approval.subjectId });
}

export async function holdsDelegation(ctx: Ctx, userId: string): Promise<boolean> {
  const now = toDate(ctx.clock.now());
  return withTx(ctx, async (tx) => (await tx.approval_delegation.count({
    where: { institution_id: ctx.institutionId, to_user: userId, revoked_at: null, starts_at: { lte: now }, ends_at: { gt: now } },
  })) > 0);
}
