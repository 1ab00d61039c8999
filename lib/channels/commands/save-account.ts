/**
 * An administrator's contract with a channel: settings parsed by the adapter itself, secrets sealed, nothing of them ever shown again. The first one
 * counts at once; a change decides where money goes, so that others agree to it first (propose-account.ts).
 */
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { openText } from '@/lib/platform/crypto';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { secretsPlace } from '../accounts';
import type { ChannelErrorCode } from '../errors';
import type { SaveAccountInput } from '../model';
import { parseSettings } from '../parse-settings';
import { settingFields } from '../setting-fields';
import { accountChanges, writeAccount } from '../write-account';
import { proposeAccount } from './propose-account';

export interface SavedAccount {
  readonly accountId: string;
  readonly channel: string;
  /** Set where others must agree first; nothing changed yet then. */
  readonly approvalId: string | null;
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
    if (row) {
      if (!accountChanges(row, stored, parsed.value)) return ok({ accountId: row.id, channel: input.channel, approvalId: null });
      const proposed = await proposeAccount(tx, ctx, { id: row.id, row, stored, settings: parsed.value });
      return proposed.ok ? ok({ accountId: row.id, channel: input.channel, approvalId: proposed.value.approvalId }) : proposed;
    }
    const id = newId('channelAccount', ctx);
    await writeAccount(tx, ctx, id, parsed.value, null);
    await audit(tx, ctx, {
      action: 'channel.save-account', subjectKind: 'channel-account', subjectId: id, outcome: 'done',
      after: { channel: input.channel, baseUrl: parsed.value.baseUrl, newSecrets: Object.keys(input.secrets) },
    });
    return ok({ accountId: id, channel: input.channel, approvalId: null });
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
