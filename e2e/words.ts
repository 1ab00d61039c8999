/** What the pages say, from the same files: the tests look for meaning, and copy may be improved without touching them. */
import { createTranslator } from 'next-intl';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Locale = 'zh-CN' | 'en';
export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;
interface Tree { readonly [key: string]: string | Tree }

const namesOf = (locale: Locale): string[] => readdirSync(join('messages', locale)).filter((name) => name.endsWith('.json'));
export const namespaces = (): string[] => namesOf('zh-CN').map((name) => name.slice(0, -'.json'.length));

const read = (locale: Locale): Tree =>
  Object.fromEntries(namesOf(locale).map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(join('messages', locale, name), 'utf8')) as Tree]));

/** A key that does not exist fails the test that asks for it. */
export function wordsOf(locale: Locale): Words {
  const say = createTranslator({ locale, messages: read(locale), onError: (error) => { throw error; } });
  // The product's keys are typed by its own messages; here a wrong one fails the test that asks.
  return (key, values) => say(key as never, values as never);
}

export const zh = wordsOf('zh-CN');
export const en = wordsOf('en');

/** `128000` → `¥1,280.00`. */
export const yuan = (minor: string): string => {
  const digits = minor.padStart(3, '0');
  return `¥${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-2)}`;
};
