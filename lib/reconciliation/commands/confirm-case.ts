/** "The bank is right": its figure is taken and the difference booked. From 5,000.00 the first person proposes and another one confirms. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { Result } from '@/lib/kernel/result';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { decideCase, type CaseDecided } from '../decide-case';
import type { ReconciliationFailure } from '../errors';
import { CASE_COMMENT_MAX } from '../model';
import { decideConfirm } from '../rules';

export const confirmCaseInput = z.object({ caseId: z.string().max(40), reason: z.string().trim().min(1).max(CASE_COMMENT_MAX) });

/** Errors: `reconciliation.not-found`, `already-decided`, `already-matched`, `still-waiting`, `second-person`. */
export async function confirmCase(
  ctx: Ctx, input: z.output<typeof confirmCaseInput>,
): Promise<Result<CaseDecided, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, (tx) => decideCase(tx, ctx, { caseId: input.caseId, note: input.reason, kind: 'confirm' }, (found) => decideConfirm(found, actorName(ctx.actor))));
}
