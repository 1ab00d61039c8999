import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { forgetHolds } from '../risk-holds';

/** Ends a hold; who set it and who lifted it stay on record. */
export async function liftHold(ctx: Ctx, { id }: { readonly id: string }): Promise<Result<true, AccessFailure | Failure<'routing.hold-not-found'>>> {
  const allowed = authorize(ctx, 'routing.write');
  if (!allowed.ok) return allowed;
  const lifted = await withTx(ctx, async (tx): Promise<Result<true, Failure<'routing.hold-not-found'>>> => {
    const data = { lifted_by: actorName(ctx.actor), lifted_at: toDate(ctx.clock.now()) };
    const changed = await tx.risk_hold.updateMany({ where: { id, lifted_at: null }, data });
    if (changed.count === 0) return err('routing.hold-not-found');
    await audit(tx, ctx, { action: 'routing.lift-hold', subjectKind: 'risk-hold', subjectId: id, outcome: 'done' });
    return ok(true);
  });
  forgetHolds(ctx.institutionId);
  return lifted;
}
