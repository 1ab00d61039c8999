/** An administrator ends the overlap of a change of keys: from now on only the keys of now are believed. */
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma } from '@/lib/platform/prisma/client';
import { withTx } from '@/lib/platform/tx';
import { forgetAccount } from '../accounts';
import type { ChannelErrorCode } from '../errors';

/** Error: `channels.account-not-found`. Retiring twice changes nothing. Every process knows within seconds. */
export async function retireKeys(ctx: Ctx, input: { readonly accountId: string }): Promise<Result<{ readonly retired: boolean }, Failure<ChannelErrorCode> | AccessFailure>> {
  const allowed = authorize(ctx, 'channel.write');
  if (!allowed.ok) return allowed;
  const done = await withTx(ctx, async (tx): Promise<Result<{ readonly retired: boolean }, Failure<ChannelErrorCode>>> => {
    const row = await tx.channel_account.findFirst({ where: { id: input.accountId, institution_id: ctx.institutionId }, select: { id: true, previous_until: true } });
    if (!row) return err('channels.account-not-found');
    if (!row.previous_until) return ok({ retired: false });
    await tx.channel_account.update({
      where: { id: row.id }, data: { previous_config: Prisma.DbNull, previous_secrets_sealed: null, previous_until: null, updated_at: toDate(ctx.clock.now()) },
    });
    await audit(tx, ctx, { action: 'channel.retire-keys', subjectKind: 'channel-account', subjectId: row.id, outcome: 'done' });
    return ok({ retired: true });
  });
  if (done.ok) forgetAccount(ctx, input.accountId);
  return done;
}
