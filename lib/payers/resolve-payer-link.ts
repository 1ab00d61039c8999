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

/** Null for every token that does not open anything: malformed, unknown, expired, revoked, payer left. */
export async function resolvePayerLink(token: string, clock: Clock = systemClock): Promise<ResolvedPayer | null> {
  const slug = SHAPE.exec(token)?.[1];
  if (slug === undefined) return null;
  const institutionId = await liveInstitution(slug);
  if (institutionId === null) return null;
  const token_hash = sha256(token);
  return withTx({ institutionId }, async (tx) => {
    const link = await tx.payer_link.findFirst({
      where: { token_hash, institution_id: institutionId, revoked_at: null, expires_at: { gt: toDate(clock.now()) } },
    });
    return link ? { institutionId, payerId: link.payer_id as PayerId } : null;
  });
}

export async function liveInstitution(slug: string): Promise<InstitutionId | null> {
  const row = await withPlatformTx((tx) => tx.institution.findUnique({ where: { slug }, select: { id: true, status: true } }));
  return row && row.status === 'active' ? (row.id as InstitutionId) : null;
}
