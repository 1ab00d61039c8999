import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';

/** Says that a person has seen a breaker's move. The first one counts. */
export async function acknowledgeAlarm(ctx: Ctx, { eventId }: { readonly eventId: string }): Promise<Result<true, AccessFailure | Failure<'routing.alarm-not-found'>>> {
  const allowed = authorize(ctx, 'alarm.acknowledge');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx) => {
    const changed = await tx.breaker_event.updateMany({
      where: { id: BigInt(eventId), acknowledged_at: null },
      data: { acknowledged_by: actorName(ctx.actor), acknowledged_at: toDate(ctx.clock.now()) },
    });
    if (changed.count === 0) return err('routing.alarm-not-found');
    await audit(tx, ctx, { action: 'alarm.acknowledge', subjectKind: 'breaker-event', subjectId: eventId, outcome: 'done' });
    return ok(true);
  });
}
