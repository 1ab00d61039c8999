/** An institution's contracts with its channels. Secrets are opened here and nowhere else; nothing of them is ever logged or shown. */
import { assert } from '@/lib/kernel/assert';
import { isId, type ChannelAccountId, type InstitutionId } from '@/lib/kernel/ids';
import { instantOfDate } from '@/lib/kernel/time';
import { openText } from '@/lib/platform/crypto';
import { env } from '@/lib/platform/env';
import { withPlatformTx, withTx, type Scope } from '@/lib/platform/tx';
import type { ChannelAccount, ChannelAdapter, ChannelCode } from './port';
import { isChannelCode, notifyPath } from './model';
import { adapterOf } from './registry';

/** A changed key is seen by every process within this time, without a restart. */
const FRESH_MS = 5_000;
const CACHE_MAX = 5_000;

interface Cached<T> { readonly at: number; readonly value: T }
const accounts = new Map<string, Cached<Promise<ChannelAccount | null>>>();
const locations = new Map<string, { institutionId: InstitutionId; channel: ChannelCode }>();

export const secretsPlace = (accountId: string): string => `channel_account/secrets/${accountId}`;
export const notifyUrlOf = (channel: ChannelCode, accountId: string): string => `${env().publicUrl}${notifyPath(channel, accountId)}`;


/** The account with its parsed config and opened secrets, or null when the institution has none of that id. */
export function loadAccount(scope: Scope, accountId: string, now = performance.now()): Promise<ChannelAccount | null> {
  const key = `${scope.institutionId}/${accountId}`;
  const kept = accounts.get(key);
  if (kept && now - kept.at < FRESH_MS) return kept.value;
  const value = readAccount(scope, accountId);
  remember(accounts, key, { at: now, value });
  value.catch(() => accounts.delete(key));
  return value;
}

async function readAccount(scope: Scope, accountId: string): Promise<ChannelAccount | null> {
  const row = await withTx(scope, (tx) => tx.channel_account.findFirst({ where: { id: accountId } }));
  if (!row || row.status !== 'active') return null;
  assert(isChannelCode(row.channel), `unknown channel ${row.channel}`);
  const adapter = adapterOf(row.channel);
  return {
    id: row.id as ChannelAccountId,
    institutionId: scope.institutionId,
    channel: row.channel,
    baseUrl: row.base_url,
    notifyUrl: notifyUrlOf(row.channel, row.id),
    config: adapter.configSchema.parse(row.config),
    secrets: adapter.secretsSchema.parse(JSON.parse(openText(secretsPlace(row.id), row.secrets_sealed))),
    ...previousOf(row, adapter),
  };
}

/** Settings of an older shape than the adapter reads today are left out: they can verify nothing. */
function previousOf(
  row: { id: string; previous_config: unknown; previous_secrets_sealed: Uint8Array | null; previous_until: Date | null }, adapter: ChannelAdapter,
): Pick<ChannelAccount, 'previous'> {
  if (!row.previous_until || !row.previous_secrets_sealed) return {};
  const config = adapter.configSchema.safeParse(row.previous_config);
  const secrets = adapter.secretsSchema.safeParse(JSON.parse(openText(secretsPlace(row.id), row.previous_secrets_sealed)));
  return config.success && secrets.success ? { previous: { config: config.data, secrets: secrets.data, until: instantOfDate(row.previous_until) } } : {};
}

/** This process reads the account anew at its next use. */
export const forgetAccount = (scope: Scope, accountId: string): void => void accounts.delete(`${scope.institutionId}/${accountId}`);

export interface AccountView {
  readonly id: ChannelAccountId;
  readonly channel: ChannelCode;
  readonly status: string;
}

/** Which contracts an institution has, without their secrets. */
export async function listAccounts(scope: Scope): Promise<AccountView[]> {
  const rows = await withTx(scope, (tx) => tx.channel_account.findMany({ select: { id: true, channel: true, status: true }, orderBy: { channel: 'asc' } }));
  return rows.map((r) => ({ id: r.id as ChannelAccountId, channel: r.channel as ChannelCode, status: r.status }));
}

/** The same without asking the database: an address that this process has found before. */
export const knownLocation = (accountId: string): { institutionId: InstitutionId; channel: ChannelCode } | undefined => locations.get(accountId);

/** Whose callback address this is. Answers before a scope is known, so it reads ids only. */
export async function locateAccount(accountId: string): Promise<{ institutionId: InstitutionId; channel: ChannelCode } | null> {
  if (!isId('channelAccount', accountId)) return null;
  const kept = locations.get(accountId);
  if (kept) return kept;
  const row = await withPlatformTx((tx) => tx.channel_account_locator.findUnique({ where: { account_id: accountId } }));
  if (!row) return null;
  const found = { institutionId: row.institution_id as InstitutionId, channel: row.channel as ChannelCode };
  remember(locations, accountId, found);
  return found;
}

function remember<V>(cache: Map<string, V>, key: string, value: V): void {
  if (cache.size >= CACHE_MAX) cache.delete(cache.keys().next().value!);
  cache.set(key, value);
}
