import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { CopyPlainNumbers } from '@/components/copy-plain-numbers';
import { I18nProvider } from '@/components/i18n-provider';
import { QueryProvider } from '@/components/query-provider';
import { Toaster } from '@/components/ui/toast';
import { resolveTheme, THEME_COOKIE } from '@/i18n/locale';
import './globals.css';
import '@fontsource-variable/noto-sans-sc';

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
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#101416' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, jar] = await Promise.all([getLocale(), cookies()]);
  return (
    <html lang={locale} data-theme={resolveTheme(jar.get(THEME_COOKIE)?.value)}>
      <body>
        <I18nProvider>
          <QueryProvider>
            {children}
            <Toaster />
            <CopyPlainNumbers />
          </QueryProvider>
        </I18nProvider>
      </body>
    </html>
  );
}
