/** A refusal that nobody can read is a dead end: every code has words in both languages, or the edge's general ones by a written reason. */
import { describe, expect, test } from 'vitest';
import { LOCALES } from '@/i18n/locale';
import { loadMessages, type MessageTree } from '@/i18n/messages';
import { copyKey } from '@/lib/edge/problem';
import { errorCodes } from './error-codes';
import { readSources } from './source-files';

const codes = errorCodes(readSources());

/** Modules whose codes are turned into another module's before anybody reads them, each with where. */
const NEVER_SHOWN: Readonly<Record<string, string>> = { table: 'lib/payers/commands/import-payers.ts, lib/bill-items/commands/import-readings.ts' };

test('the scanner finds the closed lists', () => {
  expect(codes.length).toBeGreaterThan(120);
  expect(codes.find(({ code }) => code === 'refunds.too-much')).toEqual({ code: 'refunds.too-much', path: 'lib/refunds/errors.ts' });
});

describe.each(LOCALES)('%s', (locale) => {
  test('every code has copy', async () => {
    const messages = await loadMessages(locale);
    const has = (key: string): boolean => typeof lookUp(messages, key) === 'string';
    const missing = codes.filter(({ code }) => !(code.split('.')[0]! in NEVER_SHOWN) && !copyKey(code, Object.keys(messages), has));
    expect(missing.map(({ code, path }) => `${code} (${path})`)).toEqual([]);
  });
});

function lookUp(tree: MessageTree, key: string): string | MessageTree | undefined {
  return key.split('.').reduce<string | MessageTree | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), tree);
}
