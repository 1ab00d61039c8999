import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { ChannelAccountId } from '@/lib/kernel/ids';
import { ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { seal } from '@/lib/platform/crypto';
import type { Ctx } from '@/lib/platform/ctx';
import type { Prisma } from '@/lib/platform/prisma/client';
import { withTx } from '@/lib/platform/tx';
import { secretsPlace } from '../accounts';
import type { ChannelCode } from '../port';

export interface OpenedAccount {
  /** Chosen before the bank was asked: its callbacks name it. */
  readonly id: ChannelAccountId;
  readonly channel: ChannelCode;
  readonly baseUrl: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

/** Keeps a contract as the channel's own onboarding answered it: nobody typed anything, so there is nothing to parse twice. */
export async function saveOpenedAccount(ctx: Ctx, input: OpenedAccount): Promise<Result<{ accountId: string }, AccessFailure>> {
  const allowed = authorize(ctx, 'channel.write');
  if (!allowed.ok) return allowed;
  const { id, channel, baseUrl } = input;
  const now = toDate(ctx.clock.now());
  return withTx(ctx, async (tx) => {
    await tx.channel_account.create({
      data: {
        id, institution_id: ctx.institutionId, channel, base_url: baseUrl, config: input.config as Prisma.InputJsonObject, status: 'active', created_at: now,
        updated_at: now, secrets_sealed: seal(secretsPlace(id), JSON.stringify(input.secrets)),
      },
    });
    await tx.channel_account_locator.create({ data: { account_id: id, institution_id: ctx.institutionId, channel } });
    await audit(tx, ctx, { action: 'channel.open-account', subjectKind: 'channel-account', subjectId: id, outcome: 'done', after: { channel, baseUrl } });
    return ok({ accountId: id });
  });
}
