/** Whose bills a token opens. Before the answer there is no scope, so the token itself names the institution by its slug. */
import type { InstitutionId, PayerId } from '@/lib/kernel/ids';
import type { Clock } from '@/lib/kernel/ports';
import { toDate } from '@/lib/kernel/time';
import { systemClock } from '@/lib/platform/clock';
import { sha256 } from '@/lib/platform/crypto';
import { withPlatformTx, withTx } from '@/lib/platform/tx';

export interface ResolvedPayer {
  readonly institutionId: InstitutionId;
  readonly payerId: PayerId;
}

const SHAPE = /^([a-z0-9][a-z0-9-]{0,62})\.[A-Za-z0-9_-]{43}$/;

/** Null for every token that does not open anything by itself: malformed, unknown, expired, revoked, payer left, or a link for one use. */
export async function resolvePayerLink(token: string, clock: Clock = systemClock): Promise<ResolvedPayer | null> {
  const found = await lookUp(token, clock);
  return found && !found.singleUse ? found.payer : null;
}

/**
 * What stands behind a link that somebody's browser opened. `ask`: it opens once, so a person has to press first: mail scanners and previews open
 * every link they meet, and would use it up.
 */
export async function openPayerLink(token: string, clock: Clock = systemClock): Promise<'nothing' | 'ask' | ResolvedPayer> {
  const found = await lookUp(token, clock);
  if (!found) return 'nothing';
  return found.singleUse ? 'ask' : found.payer;
}

/** The press. Of any number at the same time one is answered with the payer; a lasting link opens again and again. */
export async function spendPayerLink(token: string, clock: Clock = systemClock): Promise<ResolvedPayer | null> {
  const found = await lookUp(token, clock);
  if (!found?.singleUse) return found?.payer ?? null;
  const { institutionId } = found.payer;
  const { count } = await withTx({ institutionId }, (tx) => tx.payer_link.updateMany({
    where: { token_hash: sha256(token), institution_id: institutionId, revoked_at: null, used_at: null, expires_at: { gt: toDate(clock.now()) } },
    data: { used_at: toDate(clock.now()) },
  }));
  return count === 1 ? found.payer : null;
}

/** Every miss takes the same steps: an institution that does not exist is searched like one that does, in a scope that holds nothing. */
async function lookUp(token: string, clock: Clock): Promise<{ readonly payer: ResolvedPayer; readonly singleUse: boolean } | null> {
  const slug = SHAPE.exec(token)?.[1];
  if (slug === undefined) return null;
  const institutionId = (await liveInstitution(slug)) ?? ('' as InstitutionId);
  const [link] = await withTx({ institutionId }, (tx) => tx.$queryRaw<{ payer_id: string; single_use: boolean }[]>`
    SELECT l.payer_id, l.single_use FROM payer_link l JOIN payer p ON p.id = l.payer_id AND p.status = 'active'
    WHERE l.token_hash = ${sha256(token)} AND l.institution_id = ${institutionId} AND l.revoked_at IS NULL AND l.expires_at > ${toDate(clock.now())}
      AND (NOT l.single_use OR l.used_at IS NULL)`);
  return link ? { payer: { institutionId, payerId: link.payer_id as PayerId }, singleUse: link.single_use } : null;
}

export async function liveInstitution(slug: string): Promise<InstitutionId | null> {
  const row = await withPlatformTx((tx) => tx.institution.findUnique({ where: { slug }, select: { id: true, status: true } }));
  return row && row.status === 'active' ? (row.id as InstitutionId) : null;
}
