/** Puts settings of an account into force, in the caller's transaction. */
import { isDeepStrictEqual } from 'node:util';
import type { ChannelAccountId } from '@/lib/kernel/ids';
import { plusMs, toDate } from '@/lib/kernel/time';
import { seal } from '@/lib/platform/crypto';
import type { Ctx } from '@/lib/platform/ctx';
import type { Prisma } from '@/lib/platform/prisma/client';
import type { Tx } from '@/lib/platform/tx';
import { secretsPlace } from './accounts';
import type { Settings } from './parse-settings';
import { OVERLAP_MS } from './rotation';

export interface KeptAccount { readonly base_url: string; readonly config: unknown; readonly secrets_sealed: Uint8Array<ArrayBuffer> }

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
/** A new address is no new key: only settings that may decide what is believed start an overlap. */
const keysChange = (row: KeptAccount, stored: unknown, settings: Settings): boolean =>
  !isDeepStrictEqual(row.config, plain(settings.config)) || !isDeepStrictEqual(stored, plain(settings.secrets));
export const accountChanges = (row: KeptAccount, stored: unknown, settings: Settings): boolean => row.base_url !== settings.baseUrl || keysChange(row, stored, settings);

/** `before`: the account as it is kept now with its opened secrets, null for a new one. */
export async function writeAccount(tx: Tx, ctx: Ctx, id: string, settings: Settings, before: { readonly row: KeptAccount; readonly stored: unknown } | null): Promise<void> {
  const now = toDate(ctx.clock.now());
  const terms = {
    base_url: settings.baseUrl, config: settings.config as Prisma.InputJsonObject, status: 'active', updated_at: now,
    secrets_sealed: seal(secretsPlace(id as ChannelAccountId), JSON.stringify(settings.secrets)),
  };
  const overlap = before && keysChange(before.row, before.stored, settings) ? {
    previous_config: before.row.config as Prisma.InputJsonObject, previous_secrets_sealed: before.row.secrets_sealed, previous_until: toDate(plusMs(ctx.clock.now(), OVERLAP_MS)),
  } : {};
  await tx.channel_account.upsert({
    where: { id }, update: { ...terms, ...overlap }, create: { ...terms, id, institution_id: ctx.institutionId, channel: settings.channel, created_at: now },
  });
  await tx.channel_account_locator.createMany({ data: [{ account_id: id, institution_id: ctx.institutionId, channel: settings.channel }], skipDuplicates: true });
}
