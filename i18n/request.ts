import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { DEFAULT_ZONE, isLocale, LOCALE_COOKIE, resolveLocale } from './locale';
import { loadMessages } from './messages';

/** The locale is not in the path: a link sent between two people opens in each one's own language. */
export default getRequestConfig(async ({ locale: asked }) => {
  const locale = isLocale(asked)
    ? asked
    : resolveLocale((await cookies()).get(LOCALE_COOKIE)?.value, (await headers()).get('accept-language'));
  return { locale, messages: await loadMessages(locale), timeZone: DEFAULT_ZONE, now: new Date() };
});
