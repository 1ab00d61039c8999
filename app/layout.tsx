import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { resolveTheme, THEME_COOKIE } from '@/i18n/locale';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common');
  return {
    title: { default: t('product.name'), template: `%s · ${t('product.name')}` },
    description: t('product.sentence'),
    robots: { index: false, follow: false },
    icons: { icon: '/icon.svg', apple: '/apple-touch-icon.png' },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  // Phones with a notch or a round corner: the layouts keep their own distance (env(safe-area-inset-…)).
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#101416' },
  ],
};

/** Nothing but the document: what staff's pages need stands in `components/staff-providers.tsx`, and payers' phones do not download it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, jar] = await Promise.all([getLocale(), cookies()]);
  return (
    <html lang={locale} data-theme={resolveTheme(jar.get(THEME_COOKIE)?.value)}>
      <body>
        {children}
      </body>
    </html>
  );
}
