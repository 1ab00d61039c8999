/** Which language and which theme a request is answered in. Pure, so that the choice can be tested without a server. */
export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export const LOCALE_COOKIE = 'bafang_locale';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = 'bafang_theme';

/** The zone dates are read in until an institution says otherwise. */
export const DEFAULT_ZONE = 'Asia/Shanghai';

export const isLocale = (text: string | undefined): text is Locale => LOCALES.some((locale) => locale === text);
export const isTheme = (text: string | undefined): text is Theme => THEMES.some((theme) => theme === text);

/** An explicit choice wins; otherwise the browser's most wanted language that we write; otherwise English. */
export function resolveLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie;
  return preferredLanguages(acceptLanguage ?? '').map(localeOfTag).find((locale) => locale !== null) ?? 'en';
}

export const resolveTheme = (cookie: string | undefined): Theme => (isTheme(cookie) ? cookie : 'system');

function localeOfTag(tag: string): Locale | null {
  const language = tag.split('-')[0];
  return language === 'zh' ? 'zh-CN' : language === 'en' ? 'en' : null;
}

/** Language tags, most wanted first; `q=0` means "not this one". Bounded, because the header comes from outside. */
function preferredLanguages(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
      const quality = parameters.map((p) => /^\s*q=(\d(?:\.\d{1,3})?)\s*$/.exec(p)?.[1]).find((q) => q !== undefined);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number.parseFloat(quality) };
    })
    .filter((entry) => entry.quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map((entry) => entry.tag);
}
