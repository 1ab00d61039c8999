/** Every refusal by module: its code, its HTTP status, and whether there are words for it in both languages. */
import { LOCALES } from '@/i18n/locale';
import { loadMessages, type Messages, type MessageTree } from '@/i18n/messages';
import { copyKey, statusOf } from '@/lib/edge/problem';
import { errorCodes } from '@/lib/testing/error-codes';
import { readSources } from '@/lib/testing/source-files';
import { code, table } from './markdown';

export async function errorSections(): Promise<Record<string, string>> {
  const messages = await Promise.all(LOCALES.map(loadMessages));
  const modules = Map.groupBy(errorCodes(readSources()), (found) => found.code.slice(0, found.code.indexOf('.')));
  const chapters = [...modules].map(([module, codes]) => {
    const rows = codes.map((found) => [code(found.code), String(statusOf(found.code)), ...messages.map((all) => (hasCopy(all, found.code) ? '✓' : '–'))]);
    return `## ${module}\n\n${table(['code', 'status', ...LOCALES], rows)}`;
  });
  return { errors: chapters.join('\n\n') };
}

function hasCopy(messages: Messages, name: string): boolean {
  const has = (key: string): boolean =>
    typeof key.split('.').reduce<string | MessageTree | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), messages) === 'string';
  return copyKey(name, Object.keys(messages), has) !== undefined;
}
