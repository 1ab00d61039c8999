/** An invitation that should not be used any more. */
import { audit } from '@/lib/audit';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { authorize } from '../policy';

export async function withdrawInvitation(
  ctx: Ctx, input: { readonly email: string },
): Promise<Result<{ email: string }, Failure<'access.denied' | 'identity.invitation-not-valid'>>> {
  const allowed = authorize(ctx, 'people.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ email: string }, Failure<'identity.invitation-not-valid'>>> => {
    const closed = await tx.invitation.updateMany({
      where: { institution_id: ctx.institutionId, email: input.email, closed_at: null }, data: { closed_at: toDate(ctx.clock.now()) },
    });
    if (closed.count === 0) return err('identity.invitation-not-valid');
    await audit(tx, ctx, { action: 'member.withdraw-invitation', subjectKind: 'invitation', subjectId: '', outcome: 'done' });
    return ok({ email: input.email });
  });
}
