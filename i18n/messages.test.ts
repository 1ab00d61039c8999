import { describe, expect, it } from 'vitest';
import { STATES } from '@/components/states';
import { LOCALES } from './locale';
import { loadMessages, type MessageTree } from './messages';

const [zh, en] = await Promise.all(LOCALES.map(loadMessages));

describe('the two languages', () => {
  it('have the same messages, file by file and key by key', () => {
    expect(Object.keys(flatten(zh ?? {}))).toEqual(Object.keys(flatten(en ?? {})));
  });

  it('ask for the same values in each message', () => {
    const english = flatten(en ?? {});
    const differing = Object.entries(flatten(zh ?? {})).filter(([key, text]) => placeholders(text) !== placeholders(english[key] ?? ''));
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('have no empty message, and no Chinese left in the English one', () => {
    const bad = Object.entries(flatten(en ?? {})).filter(([key, text]) => !text.trim() || (/\p{Script=Han}/u.test(text) && !key.startsWith('common.language.')));
    expect(bad.map(([key]) => key)).toEqual([]);
    expect(Object.entries(flatten(zh ?? {})).filter(([, text]) => !text.trim())).toEqual([]);
  });

  it('name every state that a badge can show', () => {
    for (const messages of [zh, en]) {
      const words = flatten(messages?.states ?? {});
      const missing = Object.entries(STATES).flatMap(([noun, states]) => Object.keys(states).map((state) => `${noun}.${state}`)).filter((key) => !words[key]);
      expect(missing).toEqual([]);
    }
  });
});

/** `{ "common.close": "Close" }`, sorted, so that two trees can be compared. */
function flatten(tree: MessageTree, prefix = ''): Record<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : Object.entries(flatten(value, `${prefix}${key}.`)),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names of the values a message asks for; words of a plural's branch (`one {once}`) are no names. */
const placeholders = (text: string): string => {
  const names = [...text.matchAll(/(\w+\s*)?\{\s*([A-Za-z][A-Za-z0-9_]*)\s*([,}])/g)].filter(([, word, , end]) => end === ',' || !isBranch(text, word));
  return [...new Set(names.map((match) => match[2] ?? ''))].sort().join(',');
};
const isBranch = (text: string, word: string | undefined): boolean => word !== undefined && /plural|select/.test(text) && /^(zero|one|two|few|many|other|\d+)\s+$/.test(word);
