/** What a settings form asks for, read off the adapter's own schemas: a new channel needs no form of its own. */
import { z } from 'zod';
import type { SettingField } from './model';
import type { ChannelCode } from './port';
import { adapterOf } from './registry';

/** Config first, then secrets, each in the order of its schema. */
export function settingFields(channel: ChannelCode): SettingField[] {
  const { configSchema, secretsSchema } = adapterOf(channel);
  return [...fieldsOf('config', configSchema), ...fieldsOf('secrets', secretsSchema)];
}

function fieldsOf(part: SettingField['part'], schema: z.ZodType): SettingField[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => ({
    part, name, kind: kindOf(name, field), optional: field.safeParse(undefined).success,
  }));
}

/** Keys and certificates come in blocks of several lines; lists and profiles as JSON; the rest is a line of text. */
function kindOf(name: string, field: z.ZodType): SettingField['kind'] {
  if (name.endsWith('Pem')) return 'block';
  const inner = field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodPrefault ? field.unwrap() : field;
  return inner instanceof z.ZodString || inner instanceof z.ZodURL ? 'line' : 'json';
}
