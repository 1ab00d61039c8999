import { cookies } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import { resolveTheme, THEME_COOKIE, THEMES, type Theme } from '@/i18n/locale';
import { cn } from './class-names';
import { setTheme } from './preferences/actions';
import { ContrastIcon, MoonIcon, SunIcon, SunMoonIcon } from './ui/small-icons';

const icons: Record<Theme, typeof SunIcon> = { system: SunMoonIcon, light: SunIcon, dark: MoonIcon, contrast: ContrastIcon };

/** Four themes behind one disclosure; plain form buttons, so that it works without JavaScript. */
export async function ThemeSwitch({ size = 'md' }: { size?: 'md' | 'lg' }) {
  const [t, jar] = await Promise.all([getTranslations('common'), cookies()]);
  const current = resolveTheme(jar.get(THEME_COOKIE)?.value);
  const Current = icons[current];
  return (
    <details className="group relative">
      <summary
        aria-label={t('theme.label', { theme: t(`theme.${current}`) })}
        title={t('theme.label', { theme: t(`theme.${current}`) })}
        className={cn(
          'grid list-none place-items-center rounded-md border border-transparent text-ink-2 hover:border-line hover:bg-sunken hover:text-ink [&::-webkit-details-marker]:hidden',
          size === 'lg' ? 'size-12' : 'size-9',
        )}
      >
        <Current className="size-4" />
      </summary>
      <form action={setTheme} className="absolute right-0 z-50 mt-1 grid w-44 rounded-md border border-line-strong bg-surface p-1">
        {THEMES.map((theme) => {
          const Icon = icons[theme];
          return (
            <button
              key={theme}
              name="theme"
              value={theme}
              aria-pressed={theme === current}
              className={cn(
                'flex items-center gap-2 rounded-sm px-2 text-left hover:bg-sunken aria-pressed:bg-accent-soft aria-pressed:font-semibold',
                size === 'lg' ? 'min-h-11' : 'min-h-9',
              )}
            >
              <Icon className="size-4 shrink-0" />
              <span className="flex-1">{t(`theme.${theme}`)}</span>
              {theme === current && <span aria-hidden>✓</span>}
            </button>
          );
        })}
      </form>
    </details>
  );
}
