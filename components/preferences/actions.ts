'use server';

import { cookies } from 'next/headers';
import { isLocale, isTheme, LOCALE_COOKIE, THEME_COOKIE } from '@/i18n/locale';

const ONE_YEAR_SECONDS = 31_536_000;
const options = { path: '/', maxAge: ONE_YEAR_SECONDS, sameSite: 'lax', httpOnly: true } as const;

/** Form action: field `locale`. Anything else than a language we write is ignored. */
export async function setLocale(form: FormData): Promise<void> {
  const value = form.get('locale');
  if (typeof value === 'string' && isLocale(value)) (await cookies()).set(LOCALE_COOKIE, value, options);
}

/** Form action: field `theme` (system, light, dark, contrast). */
export async function setTheme(form: FormData): Promise<void> {
  const value = form.get('theme');
  if (typeof value === 'string' && isTheme(value)) (await cookies()).set(THEME_COOKIE, value, options);
}
