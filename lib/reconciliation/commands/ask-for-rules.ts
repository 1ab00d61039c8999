/** Asks other people to put a tested version into force. */
import { z } from 'zod';
import { requestApproval } from '@/lib/approvals';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { ReconciliationFailure } from '../errors';
import { rulesOperation } from '../rules-operation';

export const askForRulesInput = z.object({ version: z.coerce.number().int().min(2) });

/** Errors: `reconciliation.not-found`, `rules-untested`. */
export async function askForRules(
  ctx: Ctx, input: z.output<typeof askForRulesInput>,
): Promise<Result<{ readonly approvalId: string }, AccessFailure | ReconciliationFailure>> {
  const allowed = authorize(ctx, 'reconciliation.resolve');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ approvalId: string }, ReconciliationFailure>> => {
    const asked = await tx.recon_rule_set.updateMany({ where: { version: input.version, status: 'tested' }, data: { status: 'asked', asked_by: actorName(ctx.actor) } });
    const row = await tx.recon_rule_set.findFirst({ where: { version: input.version } });
    if (!row) return err('reconciliation.not-found');
    if (asked.count === 0) return err('reconciliation.rules-untested');
    return ok(await requestApproval(tx, ctx, rulesOperation(row)));
  });
}
