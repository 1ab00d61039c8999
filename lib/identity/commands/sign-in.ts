/** E-mail and password → a session. One refusal for everything, so that nobody learns which accounts exist. */
import { audit } from '@/lib/audit';
import type { Id, InstitutionId, UserId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { MINUTE_MS, plusMs, toDate } from '@/lib/kernel/time';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { passwordMatches } from '../passwords';
import { ABSOLUTE_MS, forgetSessions } from '../session-store';

export type Visitor = Pick<Ctx, 'clock' | 'random' | 'origin' | 'requestId' | 'log'>;
export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** Slug of the institution wanted; without it the one of the last session, else the first. */
  readonly institution?: string;
}
export type SignInFailure = Failure<'identity.sign-in-refused'>;

const TRIES_MAX = 5;
const LOCK_MS = 15 * MINUTE_MS;
const SESSIONS_MAX = 20;
const REFUSED = err('identity.sign-in-refused');

export const plainEmail = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

export async function signIn(visitor: Visitor, input: SignInInput): Promise<Result<{ sessionId: Id<'session'> }, SignInFailure>> {
  const account = await reserveTry(visitor, plainEmail(input.email));
  const matches = await passwordMatches(account?.allowed ? account.passwordHash : null, input.password);
  if (!account) return REFUSED;
  const home = await chooseInstitution(account.userId, input.institution);
  if (!matches || account.status !== 'active' || !home) {
    await auditRefused(visitor, account.userId, home?.institutionId, account.allowed ? 'wrong' : 'locked');
    return REFUSED;
  }
  return openSession(visitor, account.userId, home);
}

/**
 * Counts the try before the password is looked at: fifty guesses sent at once are still only five guesses. A right password sets
 * the count back; the fifth wrong one leaves the account locked.
 */
async function reserveTry(visitor: Visitor, email: string) {
  const now = visitor.clock.now();
  return withPlatformTx(async (tx) => {
    const rows = await tx.$queryRaw<
      { id: string; password_hash: string; status: string; failed_count: number; locked_until: Date | null }[]
    >`
      SELECT id, password_hash, status, failed_count, locked_until FROM user_account WHERE email = ${email} FOR UPDATE`;
    const row = rows[0];
    if (!row) return null;
    const locked = row.locked_until !== null && row.locked_until > toDate(now);
    if (!locked) {
      const tries = (row.locked_until === null ? row.failed_count : 0) + 1;
      const until = tries >= TRIES_MAX ? toDate(plusMs(now, LOCK_MS)) : null;
      await tx.user_account.update({ where: { id: row.id }, data: { failed_count: tries, locked_until: until } });
    }
    return { userId: row.id as UserId, passwordHash: row.password_hash, status: row.status, allowed: !locked };
  });
}

interface Home {
  readonly institutionId: InstitutionId;
  readonly roles: readonly string[];
}

export async function chooseInstitution(userId: UserId, slug: string | undefined): Promise<Home | undefined> {
  const homes = await withPlatformTx(
    (tx) => tx.$queryRaw<{ institution_id: InstitutionId; roles: string[]; slug: string; last: Date | null }[]>`
    SELECT m.institution_id, m.roles, i.slug,
      (SELECT max(s.created_at) FROM user_session s WHERE s.user_id = m.user_id AND s.institution_id = m.institution_id) AS last
    FROM membership m JOIN institution i ON i.id = m.institution_id AND i.status = 'active'
    WHERE m.user_id = ${userId} AND m.status = 'active' ORDER BY last DESC NULLS LAST, m.created_at, m.id`,
    { userId },
  );
  const home = slug ? homes.find((h) => h.slug === slug) : homes[0];
  return home && { institutionId: home.institution_id, roles: home.roles };
}

export async function openSession(visitor: Visitor, userId: UserId, home: Home, by: 'password' | 'passkey' = 'password'): Promise<Result<{ sessionId: Id<'session'> }, never>> {
  const sessionId = newId('session', visitor);
  const ctx = makeCtx({ kind: 'user', userId, roles: home.roles, sessionId, name: '' }, home.institutionId, visitor);
  const now = visitor.clock.now();
  const ended = await withTx(ctx, async (tx) => {
    await tx.user_account.update({ where: { id: userId }, data: { failed_count: 0, locked_until: null } });
    await tx.user_session.create({
      data: {
        id: sessionId,
        user_id: userId,
        institution_id: home.institutionId,
        created_at: toDate(now),
        last_seen_at: toDate(now),
        expires_at: toDate(plusMs(now, ABSOLUTE_MS)),
        ip: ctx.origin.ip,
        device: ctx.origin.device,
      },
    });
    const surplus = await tx.$queryRaw<{ id: string }[]>`
      UPDATE user_session SET revoked_at = ${toDate(now)} WHERE id IN (
        SELECT id FROM user_session WHERE user_id = ${userId} AND revoked_at IS NULL ORDER BY created_at DESC, id DESC OFFSET ${SESSIONS_MAX}
      ) RETURNING id`;
    await audit(tx, ctx, { action: 'session.start', subjectKind: 'session', subjectId: sessionId, outcome: 'done', after: { by } });
    return surplus.map((row) => row.id);
  });
  forgetSessions(ended);
  return ok({ sessionId });
}

/** Kept in the books of the institution the person belongs to; a try on an account without one is only logged. */
export async function auditRefused(visitor: Visitor, userId: UserId, institutionId: InstitutionId | undefined, why: string): Promise<void> {
  visitor.log.info('identity.sign-in-refused', { user: userId, why });
  if (!institutionId) return;
  const ctx = makeCtx({ kind: 'nobody' }, institutionId, visitor);
  await withTx(ctx, (tx) =>
    audit(tx, ctx, {
      action: 'session.start',
      subjectKind: 'user',
      subjectId: userId,
      outcome: 'identity.sign-in-refused',
      after: { why },
    }),
  );
}
