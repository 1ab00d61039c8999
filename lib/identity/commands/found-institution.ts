/** A new institution with its first administrator. Whoever has an account shows its password; nobody learns from a refusal that an address has one. */
import { audit } from '@/lib/audit';
import type { InstitutionId, UserId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { HOUR_MS, plusMs, toDate } from '@/lib/kernel/time';
import { makeCtx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { checkNewPassword, hashPassword, passwordMatches, type PasswordFailure } from '../passwords';
import { plainEmail, type Visitor } from './sign-in';

/** Whoever can reach the page can found one: bounded for all together. */
const PER_HOUR_MAX = 120;

export interface FoundInput {
  readonly institutionName: string;
  readonly slug: string;
  readonly kind: string;
  readonly displayName: string;
  readonly email: string;
  readonly password: string;
}
export type FoundFailure =
  | PasswordFailure
  | Failure<'identity.slug-taken' | 'identity.sign-up-closed' | 'identity.sign-up-refused' | 'identity.too-many-institutions'>;

/** Production founds institutions only where the operator said so (`BAFANG_SIGN_UP=open`). */
export const signUpOpen = (): boolean => (env().BAFANG_SIGN_UP ?? (env().BAFANG_ENV === 'production' ? 'closed' : 'open')) === 'open';

export async function foundInstitution(
  visitor: Visitor, input: FoundInput,
): Promise<Result<{ institutionId: InstitutionId; userId: UserId }, FoundFailure>> {
  if (!signUpOpen()) return err('identity.sign-up-closed');
  const email = plainEmail(input.email);
  const { known, recent } = await lookAround(visitor, email);
  if (recent >= PER_HOUR_MAX) return err('identity.too-many-institutions');
  const matches = await passwordMatches(known?.password_hash ?? null, input.password);
  if (known && (!matches || known.status !== 'active')) return err('identity.sign-up-refused', {}, { email: 'identity.sign-up-refused' });
  const allowed = known ? ok(true) : checkNewPassword(input.password, [email, input.displayName]);
  if (!allowed.ok) return err(allowed.error.code, allowed.error.details, { password: allowed.error.code });
  const password_hash = known ? null : await hashPassword(input.password);
  const institutionId = newId('institution', visitor) as InstitutionId;
  const userId = (known?.id ?? newId('user', visitor)) as UserId;
  const ctx = makeCtx({ kind: 'user', userId, roles: ['administrator'], sessionId: '', name: input.displayName }, institutionId, visitor);
  const created_at = toDate(visitor.clock.now());
  return withTx(ctx, async (tx): Promise<Result<{ institutionId: InstitutionId; userId: UserId }, FoundFailure>> => {
    const made = await tx.institution.createMany({
      data: [{
        id: institutionId, slug: input.slug, name_zh: input.institutionName, name_en: input.institutionName, kind: input.kind, time_zone: 'Asia/Shanghai',
        day_cut_off: '23:00', currency: 'CNY', environment: env().BAFANG_ENV === 'production' ? 'production' : 'sandbox', status: 'active', created_at,
      }],
      skipDuplicates: true,
    });
    if (made.count === 0) return err('identity.slug-taken', {}, { slug: 'identity.slug-taken' });
    if (password_hash !== null)
      await tx.user_account.create({ data: { id: userId, email, display_name: input.displayName, password_hash, status: 'active', created_at } });
    await tx.membership.create({
      data: { id: newId('membership', visitor), institution_id: institutionId, user_id: userId, roles: ['administrator'], status: 'active', created_at },
    });
    await audit(tx, ctx, {
      action: 'institution.found', subjectKind: 'institution', subjectId: institutionId, outcome: 'done', after: { slug: input.slug, kind: input.kind },
    });
    return ok({ institutionId, userId });
  });
}

const lookAround = (visitor: Visitor, email: string) =>
  withPlatformTx(async (tx) => ({
    known: await tx.user_account.findUnique({ where: { email }, select: { id: true, password_hash: true, status: true } }),
    recent: await tx.institution.count({ where: { created_at: { gt: toDate(plusMs(visitor.clock.now(), -HOUR_MS)) } } }),
  }));
