/**
 * Messages live in `messages/<locale>/<namespace>.json`, one namespace per file, so that each module adds its own file and
 * nobody edits a shared one. Read once in production; read afresh in development.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locale } from './locale';

export interface MessageTree {
  readonly [key: string]: string | MessageTree;
}
export type Messages = Readonly<Record<string, MessageTree>>;

const cache = new Map<Locale, Promise<Messages>>();

export function loadMessages(locale: Locale): Promise<Messages> {
  if (process.env.NODE_ENV !== 'production') return readMessages(locale);
  let messages = cache.get(locale);
  if (!messages) {
    messages = readMessages(locale);
    cache.set(locale, messages);
  }
  return messages;
}

async function readMessages(locale: Locale): Promise<Messages> {
  const folder = path.join(process.cwd(), 'messages', locale);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const entries = files.map(async (name): Promise<[string, MessageTree]> => {
    const tree: MessageTree = JSON.parse(await readFile(path.join(folder, name), 'utf8'));
    return [name.slice(0, -'.json'.length), tree];
  });
  return Object.fromEntries(await Promise.all(entries));
}
