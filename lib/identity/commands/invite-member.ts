/** An administrator invites somebody; the link is answered once and never again, only its hash is kept. */
import { audit } from '@/lib/audit';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { DAY_MS, plusMs, toDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { newToken, sha256 } from '@/lib/platform/crypto';
import { withTx, type Tx } from '@/lib/platform/tx';
import { authorize, type Role } from '../policy';
import { checkRoles, guardedChange, othersCanAgree, type AskForRights, type RightsWish } from '../roles';
import { plainEmail } from './sign-in';

const INVITATION_MS = 7 * DAY_MS;

export type InviteFailure = Failure<'access.denied' | 'identity.member-exists' | 'identity.roles-conflict' | 'identity.needs-consent'>;
export interface Invited {
  /** The link's last part: `<institution>.<secret>`. */
  readonly token: string;
  readonly email: string;
  readonly expiresAt: string;
  /** The link opens once others agreed to these roles. */
  readonly approvalId?: string;
}

export async function inviteMember(
  ctx: Ctx,
  input: { readonly email: string; readonly displayName: string; readonly roles: readonly Role[] },
  ask?: AskForRights,
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
    const guarded = guardedChange([], roles.value) && (await othersCanAgree(tx, ctx.institutionId, ''));
    if (guarded && !ask) return err('identity.needs-consent');
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
        needs_consent: guarded,
      },
    });
    await audit(tx, ctx, {
      action: 'member.invite',
      subjectKind: 'invitation',
      subjectId: '',
      outcome: 'done',
      after: { roles: [...roles.value] },
    });
    const approvalId = guarded && ask ? await ask(tx, wishOf({ token_hash: sha256(token), display_name: input.displayName.trim(), email, roles: [...roles.value] })) : null;
    return ok({ token, email, expiresAt: toIso(expires), ...(approvalId && { approvalId }) });
  });
}

const wishOf = (row: { readonly token_hash: Uint8Array; readonly display_name: string; readonly email: string; readonly roles: readonly string[] }): RightsWish => ({
  subjectKind: 'invitation', subjectId: Buffer.from(row.token_hash).toString('hex'), name: row.display_name, email: row.email, before: [], after: [...row.roles].sort(),
});

/** Others agreed to these roles for this mailbox: from now on the link opens. */
export async function openInvitation(tx: Tx, ctx: Ctx, tokenHash: string, approvalId: string, agreed: (tx: Tx, wish: RightsWish) => Promise<boolean>): Promise<boolean> {
  const row = await tx.invitation.findFirst({ where: { institution_id: ctx.institutionId, token_hash: Buffer.from(tokenHash, 'hex'), needs_consent: true, consent_id: null, closed_at: null } });
  if (!row || !(await agreed(tx, wishOf(row)))) return false;
  await tx.invitation.update({ where: { token_hash: row.token_hash }, data: { consent_id: approvalId } });
  await audit(tx, ctx, { action: 'member.agree-invitation', subjectKind: 'invitation', subjectId: '', outcome: 'done', after: { roles: row.roles, approval: approvalId } });
  return true;
}
