/** An administrator invites somebody; the link is answered once and never again, only its hash is kept. */
import { audit } from '@/lib/audit';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { DAY_MS, plusMs, toDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { newToken, sha256 } from '@/lib/platform/crypto';
import { withTx } from '@/lib/platform/tx';
import { authorize, type Role } from '../policy';
import { checkRoles } from '../roles';
import { plainEmail } from './sign-in';

const INVITATION_MS = 7 * DAY_MS;

export type InviteFailure = Failure<'access.denied' | 'identity.member-exists' | 'identity.roles-conflict'>;
export interface Invited {
  /** The link's last part: `<institution>.<secret>`. */
  readonly token: string;
  readonly email: string;
  readonly expiresAt: string;
}

export async function inviteMember(
  ctx: Ctx,
  input: { readonly email: string; readonly displayName: string; readonly roles: readonly Role[] },
): Promise<Result<Invited, InviteFailure>> {
  const allowed = authorize(ctx, 'people.write');
  if (!allowed.ok) return allowed;
  const roles = checkRoles(input.roles);
  if (!roles.ok) return err('identity.roles-conflict', {}, { roles: roles.error.code });
  const email = plainEmail(input.email);
  const now = ctx.clock.now();
  const expires = plusMs(now, INVITATION_MS);
  const token = `${ctx.institutionId}.${newToken(ctx.random)}`;
  return withTx(ctx, async (tx): Promise<Result<Invited, InviteFailure>> => {
    const member = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM membership m JOIN user_account u ON u.id = m.user_id WHERE m.institution_id = ${ctx.institutionId} AND u.email = ${email}`;
    if (member.length > 0) return err('identity.member-exists', {}, { email: 'identity.member-exists' });
    await tx.invitation.updateMany({
      where: { institution_id: ctx.institutionId, email, closed_at: null },
      data: { closed_at: toDate(now) },
    });
    await tx.invitation.create({
      data: {
        token_hash: sha256(token),
        institution_id: ctx.institutionId,
        email,
        display_name: input.displayName.trim(),
        roles: [...roles.value],
        invited_by: ctx.actor.kind === 'user' ? ctx.actor.userId : 'system',
        created_at: toDate(now),
        expires_at: toDate(expires),
      },
    });
    await audit(tx, ctx, {
      action: 'member.invite',
      subjectKind: 'invitation',
      subjectId: '',
      outcome: 'done',
      after: { roles: [...roles.value] },
    });
    return ok({ token, email, expiresAt: toIso(expires) });
  });
}
