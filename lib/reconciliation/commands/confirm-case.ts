/** "The bank is right": its figure is taken and the difference booked. From 5,000.00 the first person proposes and another one confirms. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { Result } from '@/lib/kernel/result';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
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
  return withTx(ctx, async (tx) => {
    const same = await samePerson(tx, ctx, input.caseId);
    return decideCase(tx, ctx, { caseId: input.caseId, note: input.reason, kind: 'confirm' }, (found) => decideConfirm(found, (proposer) => same.has(proposer)));
  });
}

/** Who proposed it, where that is whoever confirms now: also by a second account of theirs (same_person, prisma/sql/20_approvals.sql). Locked first. */
async function samePerson(tx: Tx, ctx: Ctx, caseId: string): Promise<ReadonlySet<string>> {
  const me = actorName(ctx.actor);
  const rows = await tx.$queryRaw<{ proposed_by: string | null; same: boolean | null }[]>`
    SELECT proposed_by, same_person(regexp_replace(proposed_by, '^user:', ''), ${me.replace(/^user:/, '')}) AS same FROM recon_case WHERE id = ${caseId} FOR UPDATE`;
  return new Set([me, ...rows.flatMap((r) => (r.same && r.proposed_by !== null ? [r.proposed_by] : []))]);
}
