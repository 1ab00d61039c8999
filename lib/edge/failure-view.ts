/** Puts a failure into the reader's words. The only place where codes become sentences on the server. */
import { getMessages, getTranslations } from 'next-intl/server';
import type { Failure } from '@/lib/kernel/result';
import type { FailureView } from './model';
import { copyKey, outward } from './problem';

export async function failureView(failure: Failure, reference: string): Promise<FailureView> {
  const shown = outward(failure);
  const [t, messages] = await Promise.all([getTranslations(), getMessages()]);
  const namespaces = Object.keys(messages);
  const has = (key: string) => t.has(key);
  const say = (code: string, values: Readonly<Record<string, string | number>> = {}) =>
    t(copyKey(code, namespaces, has) ?? 'errors.edge.refused', { ...values, code });
  const fields = Object.entries(shown.fields ?? {}).map(([path, code]) => [path, say(code, shown.details)] as const);
  return { code: shown.code, message: say(shown.code, shown.details), fields: Object.fromEntries(fields), reference };
}
