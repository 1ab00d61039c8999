/** What waits too long: its signers are reminded, then others may sign, then it ends by itself. Repeating it changes nothing. */
import { audit } from '@/lib/audit';
import { toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import { withTx, type Tx } from '@/lib/platform/tx';
import { APPROVAL_ESCALATED, APPROVAL_REJECTED, APPROVAL_REMINDER } from '../events';

interface Late { readonly id: string; readonly kind: string; readonly subject_id: string }

export async function keepMoving(ctx: Ctx): Promise<{ readonly reminded: number; readonly escalated: number; readonly expired: number }> {
  const now = toIso(ctx.clock.now());
  return withTx(ctx, async (tx) => {
    const expired = await tx.$queryRaw<Late[]>`
      UPDATE approval SET status = 'expired', decided_at = ${now}::timestamptz
      WHERE institution_id = ${ctx.institutionId} AND status = 'pending' AND expires_at <= ${now}::timestamptz RETURNING id, kind, subject_id`;
    const escalated = await tx.$queryRaw<Late[]>`
      UPDATE approval SET escalated_at = ${now}::timestamptz
      WHERE institution_id = ${ctx.institutionId} AND status = 'pending' AND escalated_at IS NULL AND escalate_at <= ${now}::timestamptz RETURNING id, kind, subject_id`;
    const reminded = await tx.$queryRaw<Late[]>`
      UPDATE approval SET reminded_at = ${now}::timestamptz
      WHERE institution_id = ${ctx.institutionId} AND status = 'pending' AND reminded_at IS NULL AND remind_at <= ${now}::timestamptz RETURNING id, kind, subject_id`;
    // Nobody decided: for whoever waits that is a no.
    await tell(tx, ctx, expired, 'approval.expire', APPROVAL_REJECTED);
    await tell(tx, ctx, escalated, 'approval.escalate', APPROVAL_ESCALATED);
    await tell(tx, ctx, reminded, 'approval.remind', APPROVAL_REMINDER);
    return { reminded: reminded.length, escalated: escalated.length, expired: expired.length };
  });
}

async function tell(tx: Tx, ctx: Ctx, late: readonly Late[], action: string, type: string): Promise<void> {
  await audit(tx, ctx, ...late.map((l) => ({ action, subjectKind: 'approval', subjectId: l.id, outcome: 'done' })));
  await emit(tx, ctx, late.map((l) => ({ type, subjectId: l.subject_id, payload: { approvalId: l.id, kind: l.kind, subjectId: l.subject_id } })));
}
