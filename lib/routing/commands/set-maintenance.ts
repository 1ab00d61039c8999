import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { once, type IdempotencyFailure } from '@/lib/platform/idempotency';
import { withTx } from '@/lib/platform/tx';
import { forgetHealth } from '../health-cache';
import type { MaintenanceInput } from '../model';

/** Announces when a channel will not take payments; the router leaves it out and payers read why. The form's key makes a double click one window. */
export async function setMaintenance(
  ctx: Ctx, input: MaintenanceInput,
): Promise<Result<{ id: string }, AccessFailure | IdempotencyFailure | Failure<'routing.window-ends-before-it-starts'>>> {
  const allowed = authorize(ctx, 'routing.write');
  if (!allowed.ok) return allowed;
  const { key, ...body } = input;
  if (body.endsAt <= body.startsAt) return err('routing.window-ends-before-it-starts');
  const saved = await withTx(ctx, (tx) => once<{ id: string }, never>(tx, ctx, { scope: 'maintenance', key, body }, async () => {
    const id = newId('request', ctx);
    await tx.maintenance_window.create({
      data: {
        id, institution_id: ctx.institutionId, channel: body.channel, starts_at: toDate(body.startsAt), ends_at: toDate(body.endsAt),
        note: body.note, created_by: actorName(ctx.actor),
      },
    });
    await audit(tx, ctx, { action: 'routing.set-maintenance', subjectKind: 'channel', subjectId: body.channel, outcome: 'done', after: { id, note: body.note } });
    return ok({ id });
  }));
  forgetHealth(ctx.institutionId);
  return saved;
}
