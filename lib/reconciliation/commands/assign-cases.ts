/** Says who looks after some cases: whoever asks, a colleague, or nobody. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toIso } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { mayLookAfter } from '../colleagues';
import type { ReconciliationFailure } from '../errors';
import { BULK_MAX } from '../model';

/** `to`: `me`, `nobody`, or the id of a colleague. */
export const assignCasesInput = z.object({ caseIds: z.array(z.string().max(40)).min(1).max(BULK_MAX), to: z.string().max(40) });

/** Errors: `access.denied`, `reconciliation.no-colleague` (nobody here who may decide). Cases that are not there are left out. */
export async function assignCases(
  ctx: Ctx, input: z.output<typeof assignCasesInput>,
): Promise<Result<{ readonly caseIds: readonly string[] }, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  const me = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
  const owner = input.to === 'nobody' ? null : input.to === 'me' ? me : input.to;
  return withTx(ctx, async (tx): Promise<Result<{ caseIds: string[] }, ReconciliationFailure>> => {
    if (owner !== null && owner !== me && !(await mayLookAfter(tx, ctx, owner))) return err('reconciliation.no-colleague');
    const rows = await tx.$queryRaw<{ id: string }[]>`
      WITH given AS (UPDATE recon_case SET owner_id = ${owner} WHERE id = ANY(${input.caseIds}) RETURNING id), told AS (
        INSERT INTO recon_case_event (institution_id, case_id, kind, note, at, actor)
        SELECT ${ctx.institutionId}, id, ${owner === null ? 'unassigned' : 'assigned'}, ${owner === me ? null : owner}, ${toIso(ctx.clock.now())}::timestamptz, ${actorName(ctx.actor)} FROM given
      ) SELECT id FROM given`;
    await audit(tx, ctx, { action: 'recon-case.assign', subjectKind: 'recon-case', subjectId: rows[0]?.id ?? '-', outcome: 'done', after: { owner: owner ?? '-', cases: String(rows.length) } });
    return ok({ caseIds: rows.map((r) => r.id) });
  });
}
