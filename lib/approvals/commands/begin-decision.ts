/** Asks this person's passkey to sign one decision, or a list of them: the challenge carries the hash of exactly that. Nothing is decided yet. */
import { authorize, beginStepUp, type AccessFailure, type AskedPasskey, type StepUpFailure } from '@/lib/identity';
import { err, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { decisionOf, holdsDelegation, type Wished } from './decide-approval';
import { listOf } from './decide-many';

export async function beginDecision(
  ctx: Ctx, input: { readonly items: readonly Wished[]; readonly list: boolean },
): Promise<Result<AskedPasskey, AccessFailure | StepUpFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const allowed = authorize(ctx, 'approval.decide');
  if (!allowed.ok && !(await holdsDelegation(ctx, actor.userId))) return allowed;
  return beginStepUp(ctx, input.list ? listOf(input.items).operation : decisionOf(input.items[0]!));
}
