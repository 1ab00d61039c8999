import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Result } from '@/lib/kernel/result';
import { DAY_MS, plusMs, toDate, toIso } from '@/lib/kernel/time';
import { newToken, sha256 } from '@/lib/platform/crypto';
import type { Ctx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { PayerFailure } from '../errors';
import { payerLinkPath, type LinkKind, type PayerLinkView } from '../model';

const LIFE_MS: Record<LinkKind, number> = { once: 7 * DAY_MS, month: 30 * DAY_MS, lasting: 1_826 * DAY_MS };
const LOOKUP_LIFE_MS = DAY_MS;

/** A link by which one payer sees and pays what is owed. The token is shown here once; only its hash is kept. */
export async function createPayerLink(ctx: Ctx, payerId: string, kind: LinkKind = 'month'): Promise<Result<PayerLinkView, PayerFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'payer.read');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx) => {
    const payer = await tx.payer.findFirst({ where: { id: payerId, institution_id: ctx.institutionId }, select: { id: true } });
    if (!payer) return err('payers.not-found');
    const { token, expiresAt } = await writeLink(tx, ctx, payerId, { lifeMs: LIFE_MS[kind], singleUse: kind === 'once' });
    await audit(tx, ctx, { action: 'payer.create-link', subjectKind: 'payer', subjectId: payerId, outcome: 'done', after: { kind } });
    const path = payerLinkPath(token);
    return ok({ kind, path, url: `${env().publicUrl}${path}`, expiresAt });
  });
}

/** For a payer who has just proved number and second factor: the same kind of link, for one day. */
export const createLookupLink = (tx: Tx, ctx: Ctx, payerId: string) => writeLink(tx, ctx, payerId, { lifeMs: LOOKUP_LIFE_MS, singleUse: false });

interface LinkLife {
  readonly lifeMs: number;
  readonly singleUse: boolean;
}

/** `<institution slug>.<secret>`: the slug says in whose scope to look, the secret (256 bits) is the right. */
async function writeLink(tx: Tx, ctx: Ctx, payerId: string, { lifeMs, singleUse }: LinkLife): Promise<{ token: string; expiresAt: string }> {
  const institution = await tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId }, select: { slug: true } });
  const token = `${institution.slug}.${newToken(ctx.random)}`;
  const now = ctx.clock.now();
  await tx.payer_link.create({
    data: {
      token_hash: sha256(token),
      institution_id: ctx.institutionId,
      payer_id: payerId,
      created_at: toDate(now),
      expires_at: toDate(plusMs(now, lifeMs)),
      single_use: singleUse,
    },
  });
  return { token, expiresAt: toIso(plusMs(now, lifeMs)) };
}
