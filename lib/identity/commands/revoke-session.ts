/** Ends sessions: one's own (sign-out, or another device's), or everybody's of a person who leaves. */
import { audit } from '@/lib/audit';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { forgetSessions } from '../session-store';

export type RevokeFailure = Failure<'access.denied' | 'identity.session-not-found'>;

/** A person ends a session of their own, this one or another. */
export async function revokeSession(ctx: Ctx, input: { readonly sessionId: string }): Promise<Result<{ ended: number }, RevokeFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const result = await withTx(ctx, async (tx) => {
    const ended = await endSessions(tx, ctx, actor.userId, { only: input.sessionId });
    if (ended.length === 0) return err('identity.session-not-found');
    await audit(tx, ctx, { action: 'session.end', subjectKind: 'session', subjectId: input.sessionId, outcome: 'done' });
    return ok({ ended: ended.length });
  });
  forgetSessions([input.sessionId]);
  return result;
}

/** A person ends all their sessions but the one in hand. */
export async function revokeOtherSessions(ctx: Ctx): Promise<Result<{ ended: number }, RevokeFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const ended = await withTx(ctx, async (tx) => {
    const ids = await endSessions(tx, ctx, actor.userId, { except: actor.sessionId });
    await audit(tx, ctx, {
      action: 'session.end-others',
      subjectKind: 'user',
      subjectId: actor.userId,
      outcome: 'done',
      after: { ended: ids.length },
    });
    return ids;
  });
  forgetSessions(ended);
  return ok({ ended: ended.length });
}

/** Inside a caller's transaction; the caller calls `forgetSessions` with the answer after the commit. */
export async function endSessions(
  tx: Tx,
  ctx: Ctx,
  userId: string,
  which: { readonly only?: string; readonly except?: string; readonly institutionId?: string } = {},
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE user_session SET revoked_at = ${toDate(ctx.clock.now())}
    WHERE user_id = ${userId} AND revoked_at IS NULL AND (${which.only ?? null}::text IS NULL OR id = ${which.only ?? null})
      AND id <> ${which.except ?? ''} AND (${which.institutionId ?? null}::text IS NULL OR institution_id = ${which.institutionId ?? null})
    RETURNING id`;
  return rows.map((row) => row.id);
}
