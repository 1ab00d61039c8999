/** An administrator's contract with a channel: settings parsed by the adapter itself, secrets sealed, nothing of them ever shown again. A change of keys
 * keeps the ones before good for a while (rotation.ts). */
import { isDeepStrictEqual } from 'node:util';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { ChannelAccountId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { plusMs, toDate } from '@/lib/kernel/time';
import { openText, seal } from '@/lib/platform/crypto';
import type { Ctx } from '@/lib/platform/ctx';
import type { Prisma } from '@/lib/platform/prisma/client';
import { withTx, type Tx } from '@/lib/platform/tx';
import { secretsPlace } from '../accounts';
import type { ChannelErrorCode } from '../errors';
import type { SaveAccountInput } from '../model';
import { parseSettings, type Settings } from '../parse-settings';
import { OVERLAP_MS } from '../rotation';
import { settingFields } from '../setting-fields';

export interface SavedAccount {
  readonly accountId: string;
  readonly channel: string;
}

/** A secret left empty stays as it is. Errors: those of `parseSettings`, its fields named as in the form. */
export async function saveAccount(ctx: Ctx, input: SaveAccountInput): Promise<Result<SavedAccount, Failure<ChannelErrorCode> | AccessFailure>> {
  const allowed = authorize(ctx, 'channel.write');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<SavedAccount, Failure<ChannelErrorCode>>> => {
    const row = await tx.channel_account.findFirst({ where: { institution_id: ctx.institutionId, channel: input.channel } });
    const stored: unknown = row ? JSON.parse(openText(secretsPlace(row.id), row.secrets_sealed)) : {};
    const config = typedConfig(input);
    if (!config.ok) return config;
    const parsed = parseSettings({ channel: input.channel, baseUrl: input.baseUrl, config: config.value, secrets: { ...(stored as object), ...input.secrets } });
    if (!parsed.ok) return inForm(parsed.error);
    const id = row?.id ?? newId('channelAccount', ctx);
    await write(tx, ctx, id, parsed.value, row && keysChange(row, stored, parsed.value) ? row : null);
    await audit(tx, ctx, {
      action: 'channel.save-account', subjectKind: 'channel-account', subjectId: id, outcome: 'done', ...(row && { before: { baseUrl: row.base_url } }),
      after: { channel: input.channel, baseUrl: parsed.value.baseUrl, newSecrets: Object.keys(input.secrets) },
    });
    return ok({ accountId: id, channel: input.channel });
  });
}

/** Lists and profiles are typed as JSON. */
function typedConfig(input: SaveAccountInput): Result<Record<string, unknown>, Failure<ChannelErrorCode>> {
  const config: Record<string, unknown> = { ...input.config };
  for (const field of settingFields(input.channel)) {
    const text = input.config[field.name];
    if (field.part !== 'config' || field.kind !== 'json' || text === undefined) continue;
    try {
      config[field.name] = JSON.parse(text);
    } catch {
      return err('channels.bad-config', undefined, { [`config.${field.name}`]: 'channels.field-invalid' });
    }
  }
  return ok(config);
}

/** Fields as the form calls them: `config.mchId`, `secrets.apiV3Key`; a part of a list belongs to its list. */
function inForm(failure: Failure<ChannelErrorCode>): Result<never, Failure<ChannelErrorCode>> {
  if (failure.code === 'channels.bad-address') return err(failure.code, undefined, { baseUrl: 'channels.bad-address' });
  const part = failure.code === 'channels.bad-secrets' ? 'secrets' : 'config';
  const fields = Object.entries(failure.fields ?? {}).map(([path, code]) => [`${part}.${path.split('.')[0] ?? path}`, code] as const);
  return err(failure.code, undefined, Object.fromEntries(fields));
}

type Kept = { readonly config: unknown; readonly secrets_sealed: Uint8Array<ArrayBuffer> };

/** A new address is no new key: only settings that may decide what is believed start an overlap. */
const keysChange = (row: Kept, stored: unknown, settings: Settings): boolean =>
  !isDeepStrictEqual(row.config, JSON.parse(JSON.stringify(settings.config))) || !isDeepStrictEqual(stored, JSON.parse(JSON.stringify(settings.secrets)));

async function write(tx: Tx, ctx: Ctx, id: string, settings: Settings, before: Kept | null): Promise<void> {
  const now = toDate(ctx.clock.now());
  const terms = {
    base_url: settings.baseUrl, config: settings.config as Prisma.InputJsonObject, status: 'active', updated_at: now,
    secrets_sealed: seal(secretsPlace(id as ChannelAccountId), JSON.stringify(settings.secrets)),
  };
  const overlap = before && {
    previous_config: before.config as Prisma.InputJsonObject, previous_secrets_sealed: before.secrets_sealed, previous_until: toDate(plusMs(ctx.clock.now(), OVERLAP_MS)),
  };
  await tx.channel_account.upsert({
    where: { id }, update: { ...terms, ...overlap }, create: { ...terms, id, institution_id: ctx.institutionId, channel: settings.channel, created_at: now },
  });
  await tx.channel_account_locator.createMany({ data: [{ account_id: id, institution_id: ctx.institutionId, channel: settings.channel }], skipDuplicates: true });
}
