/** Settings as a person typed them, or a bank's onboarding pack → config and secrets the adapter can trust. */
import type { z } from 'zod';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import type { ChannelErrorCode } from './errors';
import { isChannelCode } from './model';
import type { ChannelCode } from './port';
import { adapterOf } from './registry';

export interface SettingsInput {
  readonly channel: string;
  readonly baseUrl: string;
  readonly config: unknown;
  readonly secrets: unknown;
}
export interface Settings {
  readonly channel: ChannelCode;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly config: unknown;
  readonly secrets: unknown;
}

const isWebAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).username === '';

/** Which fields were wrong, never what they held: secrets must not come back in an error. */
const fieldsOf = (error: z.ZodError): Record<string, string> =>
  Object.fromEntries(error.issues.slice(0, 20).map((issue) => [issue.path.join('.') || '(all)', 'channels.field-invalid']));

/** Errors: `channels.unknown-channel`, `channels.bad-address`, `channels.bad-config`, `channels.bad-secrets` (with `fields`). */
export function parseSettings({ channel, baseUrl, config, secrets }: SettingsInput): Result<Settings, Failure<ChannelErrorCode>> {
  if (!isChannelCode(channel)) return err('channels.unknown-channel');
  if (!isWebAddress(baseUrl)) return err('channels.bad-address');
  const adapter = adapterOf(channel);
  const parsedConfig = adapter.configSchema.safeParse(config);
  if (!parsedConfig.success) return err('channels.bad-config', undefined, fieldsOf(parsedConfig.error));
  const parsedSecrets = adapter.secretsSchema.safeParse(secrets);
  if (!parsedSecrets.success) return err('channels.bad-secrets', undefined, fieldsOf(parsedSecrets.error));
  return ok({ channel, baseUrl: baseUrl.replace(/\/+$/, ''), config: parsedConfig.data, secrets: parsedSecrets.data });
}
