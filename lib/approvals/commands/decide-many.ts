/**
 * Several decisions in one sitting, each with its own reason, under one code of the second factor: the proof it yields is bound to the whole list, so
 * that it covers these decisions on these operations and nothing else. Each is kept in a transaction of its own; one that is refused stops no other.
 */
import { authorize, stepUp, stepUpAllows, type AccessFailure, type StepUpFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { sha256Hex } from '@/lib/platform/crypto';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { ApprovalFailure } from '../errors';
import type { ApprovalStatus } from '../machine';
import { checkDecision, decisionOf, holdsDelegation, recordDecision, type Decided, type Wished } from './decide-approval';

export interface DecidedMany {
  readonly results: readonly { readonly approvalId: string; readonly status: ApprovalStatus | null; readonly refusal: string | null }[];
}

/** What one signature over several decisions covers: the hash of all of them in order, each with its reason. */
export function listOf(items: readonly Wished[]): { readonly operation: string; readonly detail: string } {
  const detail = items.map((item) => `${decisionOf(item)} ${sha256Hex(item.reason.trim())}`).join('\n');
  return { operation: `approvals ${sha256Hex(detail)}`, detail };
}

export async function decideApprovals(
  ctx: Ctx, input: { readonly items: readonly Wished[]; readonly stepUpCode: string; readonly passkey?: string | undefined },
): Promise<Result<DecidedMany, ApprovalFailure | AccessFailure | StepUpFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const allowed = authorize(ctx, 'approval.decide');
  if (!allowed.ok && !(await holdsDelegation(ctx, actor.userId))) return allowed;
  if (input.items.some((item) => item.decision === 'reject' && item.reason.trim() === '')) return err('approvals.reason-required');
  const { operation: list, detail } = listOf(input.items);
  const proof = await stepUp(ctx, { code: input.stepUpCode, operation: list, detail, ...(input.passkey && { passkey: input.passkey }) });
  if (!proof.ok) return err(proof.error.code, proof.error.details, { stepUpCode: proof.error.code });
  const results = [];
  for (const item of input.items) {
    const decided = await withTx(ctx, async (tx): Promise<Result<Decided, ApprovalFailure | StepUpFailure>> => {
      const checked = await checkDecision(tx, ctx, actor, item);
      if (!checked.ok) return checked;
      return stepUpAllows(ctx, proof.value, list) ? recordDecision(tx, ctx, actor, checked.value, item, proof.value) : err('identity.code-wrong');
    });
    results.push({ approvalId: item.approvalId, status: decided.ok ? decided.value.status : null, refusal: decided.ok ? null : decided.error.code });
  }
  return ok({ results });
}
