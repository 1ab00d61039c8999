import { z } from 'zod';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';

export const revokeLinksInput = z.object({ payerId: z.string().min(1).max(40) });

/** Every link of the payer stops opening at once, and no payer's account holds them any more; a browser that used one keeps its pass for two hours at most. Answers how many there were. */
export async function revokePayerLinks(ctx: Ctx, input: z.infer<typeof revokeLinksInput>): Promise<Result<{ revoked: number }, AccessFailure>> {
  const allowed = authorize(ctx, 'payer.read');
  if (!allowed.ok) return allowed;
  const now = toDate(ctx.clock.now());
  return withTx(ctx, async (tx) => {
    const { count } = await tx.payer_link.updateMany({
      where: { institution_id: ctx.institutionId, payer_id: input.payerId, revoked_at: null, expires_at: { gt: now } }, data: { revoked_at: now },
    });
    const accounts = await tx.payer_account_payer.deleteMany({ where: { institution_id: ctx.institutionId, payer_id: input.payerId } });
    const revoked = count + accounts.count;
    await audit(tx, ctx, { action: 'payer.revoke-links', subjectKind: 'payer', subjectId: input.payerId, outcome: 'done', after: { links: count, accounts: accounts.count } });
    return ok({ revoked });
  });
}
