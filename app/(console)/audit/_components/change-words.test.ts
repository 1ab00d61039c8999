// Guarantee: the audit page shows words and amounts with their sign, in both languages, for every act the product writes.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSources } from '@/lib/testing/source-files';
import { ACTION_NOUNS } from './action-words';
import { currencyOf, fieldWords, valueWords, type Words } from './change-words';

const read = (locale: string, file: string) => JSON.parse(readFileSync(`messages/${locale}/${file}.json`, 'utf8')) as Record<string, unknown>;
const wordsOf = (locale: string): Words => {
  const files = Object.fromEntries(['audit', 'states', 'identity', 'approvals', 'refunds'].map((file) => [file, read(locale, file)]));
  return (key) => {
    const found = key.split('.').reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined), files);
    return typeof found === 'string' ? found : null;
  };
};

test('amounts, states, roles and kinds have words', () => {
  const words = wordsOf('en');
  expect(valueWords(words, 'refund.request', 'amountMinor', '30000', 'CNY')).toBe('¥300.00');
  expect(valueWords(words, 'recon-case.open', 'differenceMinor', '-1', 'JPY')).toBe('−JP¥1');
  expect(valueWords(words, 'refund.approve', 'status', 'returned', 'CNY')).toBe(words('states.refund.returned'));
  expect(valueWords(words, 'member.roles', 'roles', 'finance-manager, cashier', 'CNY')).toBe('Finance manager, Cashier');
  expect(valueWords(words, 'approval.request', 'kind', 'refund-transfer', 'CNY')).toBe('Refund by transfer');
  expect(valueWords(words, 'x.y', 'anything', 'as it is', 'CNY')).toBe('as it is');
  expect(fieldWords(words, 'amountMinor')).toBe('Amount');
  expect(currencyOf([{ path: 'currency', before: null, after: 'JPY' }])).toBe('JPY');
});

/** Acts that are not told apart by a constant: what stands in `${…}` are the words listed. */
const COMPOSED: Readonly<Record<string, readonly string[]>> = {
  'approval.': ['approve', 'reject'], 'approval-flow.': ['activate', 'reject'],
  'refund.': ['approve', 'reject', 'approved', 'executing', 'unknown', 'succeeded', 'failed', 'returned', 'request', 'request-transfer'],
};

test.each(['en', 'zh-CN'])('every act has words in %s, and its noun can be chosen in the filter', (locale) => {
  const words = wordsOf(locale);
  const written = readSources().filter(({ path }) => /^lib\/(approvals|refunds|identity|ledger|audit|bills|bill-items|payers|payments|channels)\//.test(path) && !/\.test\.|fixtures/.test(path))
    .flatMap(({ text }) => [...text.matchAll(/\baction: '([a-z-]+\.[a-z-]+)'/g)].map((m) => m[1]!));
  const acts = [...written, ...Object.entries(COMPOSED).flatMap(([noun, verbs]) => verbs.map((verb) => noun + verb))];
  expect(acts.filter((act) => words(`audit.act.${act}`) === null)).toEqual([]);
  expect(acts.map((act) => act.split('.')[0]!).filter((noun) => !(ACTION_NOUNS as readonly string[]).includes(noun))).toEqual([]);
});
