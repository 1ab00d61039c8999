/** A new password ends every other session: whoever had the old one is out. */
import { audit } from '@/lib/audit';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { checkNewPassword, hashPassword, passwordMatches, type PasswordFailure } from '../passwords';
import { forgetSessions } from '../session-store';
import { endSessions } from './revoke-session';

export type ChangePasswordFailure = PasswordFailure | Failure<'access.denied' | 'identity.password-wrong'>;

export async function changePassword(
  ctx: Ctx, input: { readonly current: string; readonly next: string },
): Promise<Result<{ ended: number }, ChangePasswordFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const before = await withTx(ctx, (tx) => tx.user_account.findUniqueOrThrow({ where: { id: actor.userId } }));
  if (!(await passwordMatches(before.password_hash, input.current))) {
    return err('identity.password-wrong', {}, { current: 'identity.password-wrong' });
  }
  const allowed = checkNewPassword(input.next, [before.email, before.display_name]);
  if (!allowed.ok) return err(allowed.error.code, allowed.error.details, { next: allowed.error.code });
  const password_hash = await hashPassword(input.next);
  const ended = await withTx(ctx, async (tx) => {
    await tx.user_account.update({ where: { id: actor.userId }, data: { password_hash } });
    await audit(tx, ctx, { action: 'password.change', subjectKind: 'user', subjectId: actor.userId, outcome: 'done' });
    return endSessions(tx, ctx, actor.userId, { except: actor.sessionId });
  });
  forgetSessions(ended);
  return ok({ ended: ended.length });
}
