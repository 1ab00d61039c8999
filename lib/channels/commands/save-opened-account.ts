import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { ChannelAccountId } from '@/lib/kernel/ids';
import { ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { seal } from '@/lib/platform/crypto';
import type { Ctx } from '@/lib/platform/ctx';
import type { Prisma } from '@/lib/platform/prisma/client';
import { withTx } from '@/lib/platform/tx';
import { forgetAccount, secretsPlace } from '../accounts';
import type { ChannelCode } from '../port';

export interface OpenedAccount {
  /** Chosen before the bank was asked: its callbacks name it. */
  readonly id: ChannelAccountId;
  readonly channel: ChannelCode;
  readonly baseUrl: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

/**
 * Keeps a contract as the channel's own onboarding answered it: nobody typed anything, so there is nothing to parse twice. A contract that is signed
 * anew takes the place of the one before.
 */
export async function saveOpenedAccount(ctx: Ctx, input: OpenedAccount): Promise<Result<{ accountId: string }, AccessFailure>> {
  const allowed = authorize(ctx, 'channel.write');
  if (!allowed.ok) return allowed;
  const { id, channel, baseUrl } = input;
  const now = toDate(ctx.clock.now());
  const saved = await withTx(ctx, async (tx) => {
    const terms = {
      base_url: baseUrl, config: input.config as Prisma.InputJsonObject, status: 'active', updated_at: now,
      secrets_sealed: seal(secretsPlace(id), JSON.stringify(input.secrets)),
    };
    await tx.channel_account.upsert({ where: { id }, update: terms, create: { ...terms, id, institution_id: ctx.institutionId, channel, created_at: now } });
    await tx.channel_account_locator.createMany({ data: [{ account_id: id, institution_id: ctx.institutionId, channel }], skipDuplicates: true });
    await audit(tx, ctx, { action: 'channel.open-account', subjectKind: 'channel-account', subjectId: id, outcome: 'done', after: { channel, baseUrl } });
    return ok({ accountId: id });
  });
  forgetAccount(ctx, id);
  return saved;
}
