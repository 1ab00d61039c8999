import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { forgetHealth } from '../health';
import type { MaintenanceInput } from '../model';

/** Announces when a channel will not take payments; the router leaves it out and payers read why. */
export async function setMaintenance(ctx: Ctx, input: MaintenanceInput): Promise<Result<{ id: string }, AccessFailure | Failure<'routing.window-ends-before-it-starts'>>> {
  const allowed = authorize(ctx, 'routing.write');
  if (!allowed.ok) return allowed;
  if (input.endsAt <= input.startsAt) return err('routing.window-ends-before-it-starts');
  const id = newId('request', ctx);
  await withTx(ctx, async (tx) => {
    await tx.maintenance_window.create({
      data: {
        id, institution_id: ctx.institutionId, channel: input.channel, starts_at: toDate(input.startsAt), ends_at: toDate(input.endsAt),
        note: input.note, created_by: actorName(ctx.actor),
      },
    });
    await audit(tx, ctx, { action: 'routing.set-maintenance', subjectKind: 'channel', subjectId: input.channel, outcome: 'done', after: { id, note: input.note } });
  });
  forgetHealth(ctx.institutionId);
  return ok({ id });
}
