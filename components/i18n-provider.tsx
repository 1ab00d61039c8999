import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getNow } from 'next-intl/server';
import type { ReactNode } from 'react';
import { DEFAULT_ZONE } from '@/i18n/locale';

/** What every client component of the kit may ask for; sent with each provider because a nested provider replaces the outer one. */
const BASE_NAMESPACES = ['common', 'states'];

/**
 * Gives the client components below it the messages of the namespaces named, and no others, so that a payer's phone does not
 * download the copy of the whole console. `zone` is the institution's time zone (IANA name).
 */
export async function I18nProvider(props: { namespaces?: readonly string[]; zone?: string; children: ReactNode }) {
  const [locale, all, now] = await Promise.all([getLocale(), getMessages(), getNow()]);
  const tree: Record<string, (typeof all)[string]> = {};
  for (const name of [...BASE_NAMESPACES, ...(props.namespaces ?? [])]) {
    const messages = all[name];
    if (messages !== undefined) tree[name] = messages;
  }
  return (
    <NextIntlClientProvider locale={locale} messages={tree} now={now} timeZone={props.zone ?? DEFAULT_ZONE}>
      {props.children}
    </NextIntlClientProvider>
  );
}
