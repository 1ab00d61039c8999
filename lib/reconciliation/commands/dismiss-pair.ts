/** Says that a line and a fact do not belong together: neither a rule nor a suggestion brings them up again. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toIso } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { ReconciliationFailure } from '../errors';
import { loadLines, loadSides } from '../match-group';

export const dismissPairInput = z.object({ lineId: z.string().regex(/^\d{1,19}$/), sideId: z.string().max(40) });

/** Errors: `reconciliation.not-found`. */
export async function dismissPair(
  ctx: Ctx, input: z.output<typeof dismissPairInput>,
): Promise<Result<{ readonly lineId: string; readonly sideId: string }, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ lineId: string; sideId: string }, ReconciliationFailure>> => {
    const [lines, sides] = [await loadLines(tx, [BigInt(input.lineId)]), await loadSides(tx, [input.sideId])];
    if (lines.length === 0 || sides.length === 0) return err('reconciliation.not-found');
    await tx.$executeRaw`INSERT INTO recon_dismissal (institution_id, line_id, side_id, at, actor)
      VALUES (${ctx.institutionId}, ${BigInt(input.lineId)}, ${input.sideId}, ${toIso(ctx.clock.now())}::timestamptz, ${actorName(ctx.actor)}) ON CONFLICT DO NOTHING`;
    await audit(tx, ctx, { action: 'recon-pair.dismiss', subjectKind: 'statement-line', subjectId: input.lineId, outcome: 'done', after: { sideId: input.sideId } });
    return ok({ lineId: input.lineId, sideId: input.sideId });
  });
}
