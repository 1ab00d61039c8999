/** The invited person opens their link: a new person chooses a password, a known one proves theirs. The link then is spent. */
import { audit } from '@/lib/audit';
import { isId, type InstitutionId, type UserId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { makeCtx } from '@/lib/platform/ctx';
import { sha256 } from '@/lib/platform/crypto';
import { withTx } from '@/lib/platform/tx';
import { checkNewPassword, hashPassword, passwordMatches, type PasswordFailure } from '../passwords';
import type { Visitor } from './sign-in';

export type AcceptFailure = PasswordFailure | Failure<'identity.invitation-not-valid' | 'identity.password-wrong'>;

export interface InvitationView {
  readonly email: string;
  readonly displayName: string;
  readonly institution: { readonly nameZh: string; readonly nameEn: string };
  readonly roles: readonly string[];
  /** The person has an account already and signs with its password. */
  readonly known: boolean;
}

function institutionOf(token: string): InstitutionId | null {
  const id = token.slice(0, token.indexOf('.'));
  return token.length < 200 && isId('institution', id) ? id : null;
}

/** What an open invitation says; null when it is spent, withdrawn, too old or never was. */
export async function readInvitation(visitor: Visitor, token: string): Promise<InvitationView | null> {
  const institutionId = institutionOf(token);
  if (!institutionId) return null;
  return withTx({ institutionId }, async (tx) => {
    const row = await tx.invitation.findFirst({
      where: { token_hash: sha256(token), closed_at: null, expires_at: { gt: toDate(visitor.clock.now()) } },
    });
    if (!row || (row.needs_consent && row.consent_id === null)) return null;
    const [institution, user] = await Promise.all([
      tx.institution.findUniqueOrThrow({ where: { id: institutionId } }),
      tx.user_account.findUnique({ where: { email: row.email } }),
    ]);
    return {
      email: row.email,
      displayName: row.display_name,
      roles: row.roles,
      known: user !== null,
      institution: { nameZh: institution.name_zh, nameEn: institution.name_en },
    };
  });
}

export async function acceptInvitation(
  visitor: Visitor,
  input: { readonly token: string; readonly password: string },
): Promise<Result<{ email: string }, AcceptFailure>> {
  const institutionId = institutionOf(input.token);
  const view = await readInvitation(visitor, input.token);
  if (!view || !institutionId) return err('identity.invitation-not-valid');
  const known = await withTx({ institutionId }, (tx) => tx.user_account.findUnique({ where: { email: view.email } }));
  if (known && !(await passwordMatches(known.password_hash, input.password))) {
    return err('identity.password-wrong', {}, { password: 'identity.password-wrong' });
  }
  const allowed = known ? ok(true) : checkNewPassword(input.password, [view.email, view.displayName]);
  if (!allowed.ok) return err(allowed.error.code, allowed.error.details, { password: allowed.error.code });
  const userId = (known?.id ?? newId('user', visitor)) as UserId;
  const password_hash = known ? null : await hashPassword(input.password);
  const ctx = makeCtx({ kind: 'user', userId, roles: [], sessionId: '', name: '' }, institutionId, visitor);
  const now = toDate(visitor.clock.now());
  return withTx(ctx, async (tx): Promise<Result<{ email: string }, AcceptFailure>> => {
    const { consent_id } = await tx.invitation.findUniqueOrThrow({ where: { token_hash: sha256(input.token) }, select: { consent_id: true } });
    const spent = await tx.invitation.updateMany({
      where: { token_hash: sha256(input.token), closed_at: null, expires_at: { gt: now } },
      data: { closed_at: now },
    });
    if (spent.count !== 1) return err('identity.invitation-not-valid');
    if (password_hash !== null) {
      await tx.user_account.create({
        data: { id: userId, email: view.email, display_name: view.displayName, password_hash, status: 'active', created_at: now },
      });
    }
    const id = newId('membership', visitor);
    await tx.membership.create({
      data: { id, institution_id: institutionId, user_id: userId, roles: [...view.roles], status: 'active', created_at: now, consent_id },
    });
    await audit(tx, ctx, {
      action: 'member.join',
      subjectKind: 'user',
      subjectId: userId,
      outcome: 'done',
      after: { roles: [...view.roles] },
    });
    return ok({ email: view.email });
  });
}
