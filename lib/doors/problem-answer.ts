/** Refusals of the fast lane as problem+json (RFC 9457) in the reader's language. The lane has no Next, so it looks the words up itself. */
import { createTranslator } from 'next-intl';
import { LOCALE_COOKIE, resolveLocale } from '@/i18n/locale';
import { loadMessages } from '@/i18n/messages';
import { copyKey, outward, statusOf, type Problem } from '@/lib/edge/model';
import { cookiesOf } from '@/lib/identity';
import type { Failure } from '@/lib/kernel/result';
import { jsonAnswer, type HotAnswer, type HotRequest } from './hot-endpoints';

/** Statuses that do not follow from the code's name. */
const STATUS: Readonly<Record<string, number>> = {
  'checkout.signed-out': 401,
  'checkout.foreign-origin': 403,
  'checkout.overloaded': 503,
  'checkout.already-under-way': 409,
  'payments.key-reused': 409,
};

export async function problemAnswer({ headers }: HotRequest, failure: Failure, reference: string): Promise<HotAnswer> {
  const shown = outward(failure);
  const locale = resolveLocale(cookiesOf(headers.cookie ?? null)(LOCALE_COOKIE), headers['accept-language'] ?? null);
  const messages = await loadMessages(locale);
  const t = createTranslator<Record<string, never>>({ locale, messages: messages as never, onError: () => undefined });
  const say = (code: string): string => {
    const key = copyKey(code, Object.keys(messages), (candidate) => t.has(candidate as never)) ?? 'errors.edge.refused';
    return t(key as never, { ...shown.details, code } as never);
  };
  const status = STATUS[shown.code] ?? statusOf(shown.code);
  const fields = Object.fromEntries(Object.entries(shown.fields ?? {}).map(([path, code]) => [path, say(code)]));
  const body: Problem = {
    type: 'about:blank',
    status,
    code: shown.code,
    title: say(shown.code),
    reference,
    ...(Object.keys(fields).length > 0 && { fields }),
  };
  const answer = jsonAnswer(status, { ...body, ...(shown.details && { details: shown.details }) }, 'application/problem+json');
  return { ...answer, headers: { ...answer.headers, 'content-language': locale } };
}
