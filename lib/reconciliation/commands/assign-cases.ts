/** Says who looks after some cases: whoever asks, or nobody. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import { toIso } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { BULK_MAX } from '../model';

export const assignCasesInput = z.object({ caseIds: z.array(z.string().max(40)).min(1).max(BULK_MAX), to: z.enum(['me', 'nobody']) });

/** Errors: `access.denied`. Cases that are not there are left out. */
export async function assignCases(ctx: Ctx, input: z.output<typeof assignCasesInput>): Promise<Result<{ readonly caseIds: readonly string[] }, AccessFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  const owner = input.to === 'me' && ctx.actor.kind === 'user' ? ctx.actor.userId : null;
  const caseIds = await withTx(ctx, async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      WITH given AS (UPDATE recon_case SET owner_id = ${owner} WHERE id = ANY(${input.caseIds}) RETURNING id), told AS (
        INSERT INTO recon_case_event (institution_id, case_id, kind, at, actor)
        SELECT ${ctx.institutionId}, id, ${owner === null ? 'unassigned' : 'assigned'}, ${toIso(ctx.clock.now())}::timestamptz, ${actorName(ctx.actor)} FROM given
      ) SELECT id FROM given`;
    await audit(tx, ctx, { action: 'recon-case.assign', subjectKind: 'recon-case', subjectId: rows[0]?.id ?? '-', outcome: 'done', after: { owner: owner ?? '-', cases: String(rows.length) } });
    return rows.map((r) => r.id);
  });
  return ok({ caseIds });
}
