/**
 * A forgotten password: a link by mail, good once and for half an hour. Asking is answered alike for every address, at the same cost; the link is made by
 * the job that mails it, so that it exists nowhere else. The new password ends every session; second factors stay what they are.
 */
import { audit } from '@/lib/audit';
import { isId, type UserId } from '@/lib/kernel/ids';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { HOUR_MS, MINUTE_MS, plusMs, toDate } from '@/lib/kernel/time';
import { makeCtx } from '@/lib/platform/ctx';
import { newToken, sha256 } from '@/lib/platform/crypto';
import { enqueue } from '@/lib/platform/jobs';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { checkNewPassword, hashPassword, type PasswordFailure } from '../passwords';
import { forgetSessions } from '../session-store';
import { endSessions } from './revoke-session';
import { chooseInstitution, plainEmail, type Visitor } from './sign-in';

/** Carried out by whoever has the mail (lib/notifications). Its payload names a person, or nobody. */
export const RESET_MAIL_JOB = 'mail-password-reset';
/** Tells the person that their password was changed by a mailed link. */
export const CHANGED_MAIL_JOB = 'mail-password-changed';
const RESET_MS = 30 * MINUTE_MS;
const PER_HOUR = 3;

export async function askPasswordReset(visitor: Visitor, input: { readonly email: string }): Promise<Result<{ readonly asked: true }, never>> {
  await withPlatformTx(async (tx) => {
    const user = await tx.user_account.findUnique({ where: { email: plainEmail(input.email) }, select: { id: true, status: true } });
    const userId = user?.status === 'active' ? user.id : '';
    await enqueue(tx, RESET_MAIL_JOB, { userId }, { key: `${RESET_MAIL_JOB}:${userId}`, maxAttempts: 3 });
  });
  visitor.log.info('identity.reset-asked');
  return ok({ asked: true });
}

export interface ResetMail {
  readonly email: string;
  readonly name: string;
  /** The link's last part: `<person>.<secret>`. */
  readonly token: string;
}

/** For the job alone. Null where there is nobody to write to: unknown, disabled, of no institution, or written to often enough this hour. */
export async function openPasswordReset(visitor: Visitor, userId: string): Promise<ResetMail | null> {
  if (!isId('user', userId)) return null;
  const home = await chooseInstitution(userId, undefined);
  if (!home) return null;
  const now = visitor.clock.now();
  const token = `${userId}.${newToken(visitor.random)}`;
  const ctx = makeCtx({ kind: 'user', userId, roles: [], sessionId: '', name: '' }, home.institutionId, visitor);
  return withTx(ctx, async (tx) => {
    const [user] = await tx.$queryRaw<{ email: string; display_name: string }[]>`
      SELECT email, display_name FROM user_account WHERE id = ${userId} AND status = 'active' FOR UPDATE`;
    const lately = await tx.password_reset.count({ where: { user_id: userId, created_at: { gt: toDate(plusMs(now, -HOUR_MS)) } } });
    if (!user || lately >= PER_HOUR) return null;
    await tx.password_reset.create({ data: { token_hash: sha256(token), user_id: userId, created_at: toDate(now), expires_at: toDate(plusMs(now, RESET_MS)) } });
    await audit(tx, ctx, { action: 'password.ask-reset', subjectKind: 'user', subjectId: userId, outcome: 'done' });
    return { email: user.email, name: user.display_name, token };
  });
}

const personOf = (token: string): UserId | null => {
  const id = token.slice(0, token.indexOf('.'));
  return token.length < 200 && isId('user', id) ? id : null;
};

/** Whether the link still works: looked at before the form is shown; looking uses nothing up. */
export async function readPasswordReset(visitor: Visitor, token: string): Promise<{ readonly email: string; readonly name: string } | null> {
  const userId = personOf(token);
  if (!userId) return null;
  return withPlatformTx(async (tx) => {
    const row = await tx.password_reset.findFirst({ where: { token_hash: sha256(token), user_id: userId, used_at: null, expires_at: { gt: toDate(visitor.clock.now()) } } });
    const user = row && (await tx.user_account.findUnique({ where: { id: userId } }));
    return user?.status === 'active' ? { email: user.email, name: user.display_name } : null;
  }, { userId });
}

export type ResetFailure = PasswordFailure | Failure<'identity.reset-not-valid'>;

export async function resetPassword(visitor: Visitor, input: { readonly token: string; readonly password: string }): Promise<Result<{ readonly ended: number }, ResetFailure>> {
  const userId = personOf(input.token);
  const person = userId && (await readPasswordReset(visitor, input.token));
  const home = person && (await chooseInstitution(userId, undefined));
  if (!userId || !person || !home) return err('identity.reset-not-valid');
  const allowed = checkNewPassword(input.password, [person.email, person.name]);
  if (!allowed.ok) return err(allowed.error.code, allowed.error.details, { password: allowed.error.code });
  const password_hash = await hashPassword(input.password);
  const now = toDate(visitor.clock.now());
  const ctx = makeCtx({ kind: 'user', userId, roles: home.roles, sessionId: '', name: '' }, home.institutionId, visitor);
  const done = await withTx(ctx, async (tx): Promise<Result<{ ended: string[] }, ResetFailure>> => {
    const used = await tx.password_reset.updateMany({ where: { token_hash: sha256(input.token), user_id: userId, used_at: null, expires_at: { gt: now } }, data: { used_at: now } });
    if (used.count !== 1) return err('identity.reset-not-valid');
    // The other links of this person lie in the same mailbox: none of them opens anything any more.
    await tx.password_reset.updateMany({ where: { user_id: userId, used_at: null }, data: { expires_at: now } });
    await tx.user_account.update({ where: { id: userId }, data: { password_hash, failed_count: 0, locked_until: null } });
    const ended = await endSessions(tx, ctx, userId);
    await audit(tx, ctx, { action: 'password.reset', subjectKind: 'user', subjectId: userId, outcome: 'done', after: { ended: ended.length } });
    await enqueue(tx, CHANGED_MAIL_JOB, { userId }, { maxAttempts: 3 });
    return ok({ ended });
  });
  if (!done.ok) return done;
  forgetSessions(done.value.ended);
  return ok({ ended: done.value.ended.length });
}

/** Whom to tell that their password was changed. */
export const mailboxOf = (userId: string): Promise<{ readonly email: string; readonly name: string } | null> => withPlatformTx(async (tx) => {
  const user = await tx.user_account.findUnique({ where: { id: userId } });
  return user && { email: user.email, name: user.display_name };
});
