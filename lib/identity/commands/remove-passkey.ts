/** A person takes a passkey of theirs back: lost, sold, or no longer wanted. What it signed stays signed. */
import { audit } from '@/lib/audit';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { passwordMatches } from '../passwords';
import { forgetSessions } from '../session-store';

export async function removePasskey(
  ctx: Ctx, input: { readonly id: string; readonly password: string },
): Promise<Result<{ readonly id: string }, Failure<'access.denied' | 'identity.password-wrong' | 'identity.passkey-not-found'>>> {
  const { actor } = ctx;
  if (actor.kind !== 'user') return err('access.denied');
  const user = await withTx(ctx, (tx) => tx.user_account.findUniqueOrThrow({ where: { id: actor.userId } }));
  if (!(await passwordMatches(user.password_hash, input.password))) return err('identity.password-wrong', {}, { password: 'identity.password-wrong' });
  const removed = await withTx(ctx, async (tx): Promise<Result<{ id: string }, Failure<'identity.passkey-not-found'>>> => {
    const gone = await tx.passkey.updateMany({ where: { id: input.id, user_id: actor.userId, removed_at: null }, data: { removed_at: toDate(ctx.clock.now()) } });
    if (gone.count === 0) return err('identity.passkey-not-found');
    await tx.user_account.update({ where: { id: actor.userId }, data: { passkeys: { decrement: 1 } } });
    await audit(tx, ctx, { action: 'passkey.remove', subjectKind: 'user', subjectId: actor.userId, outcome: 'done', before: { passkey: input.id } });
    return ok({ id: input.id });
  });
  forgetSessions([actor.sessionId]);
  return removed;
}
