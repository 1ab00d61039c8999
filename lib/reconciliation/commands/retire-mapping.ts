/** A mapping is not used any more. What it read stays as it is. */
import { z } from 'zod';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { audit } from '@/lib/audit';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { ReconciliationFailure } from '../errors';

export const retireMappingInput = z.object({ mappingId: z.string().max(40) });

/** Errors: `reconciliation.not-found`. */
export async function retireMapping(ctx: Ctx, input: z.output<typeof retireMappingInput>): Promise<Result<{ readonly id: string }, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.import');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ id: string }, ReconciliationFailure>> => {
    const { count } = await tx.statement_mapping.updateMany({ where: { id: input.mappingId, retired_at: null }, data: { retired_at: toDate(ctx.clock.now()) } });
    if (count === 0) return err('reconciliation.not-found');
    await audit(tx, ctx, { action: 'statement-mapping.retire', subjectKind: 'statement-mapping', subjectId: input.mappingId, outcome: 'done' });
    return ok({ id: input.mappingId });
  });
}
