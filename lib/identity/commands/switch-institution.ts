/** Moves the session in hand to another institution its person belongs to. Kept on the server: the cookie does not change. */
import { audit } from '@/lib/audit';
import type { InstitutionId } from '@/lib/kernel/ids';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { forgetSessions } from '../session-store';

export type SwitchFailure = Failure<'access.denied' | 'identity.institution-not-found'>;

export async function switchInstitution(
  ctx: Ctx, input: { readonly institutionId: string },
): Promise<Result<{ institutionId: InstitutionId }, SwitchFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const home = await withPlatformTx((tx) => tx.membership.findFirst({
    where: { user_id: actor.userId, institution_id: input.institutionId, status: 'active' },
  }), { userId: actor.userId });
  if (!home) return err('identity.institution-not-found');
  const institutionId = home.institution_id as InstitutionId;
  const there = makeCtx({ ...actor, roles: home.roles }, institutionId, ctx);
  await withTx(there, async (tx) => {
    await tx.user_session.update({ where: { id: actor.sessionId }, data: { institution_id: institutionId } });
    await audit(tx, there, {
      action: 'session.switch', subjectKind: 'session', subjectId: actor.sessionId, outcome: 'done',
      before: { institution: ctx.institutionId }, after: { institution: institutionId },
    });
  });
  forgetSessions([actor.sessionId]);
  return ok({ institutionId });
}
