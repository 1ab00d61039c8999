import { headers } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { LocaleSwitch } from '@/components/locale-switch';
import { Mark } from '@/components/mark';
import { ThemeSwitch } from '@/components/theme-switch';

/** Around every payer page: airy, one column, nothing to learn. All of it works without JavaScript. */
export default async function PayLayout({ children }: { children: ReactNode }) {
  const [t, common, asked] = await Promise.all([getTranslations('shell'), getTranslations('common'), headers()]);
  // The page's policy lets nothing run that does not carry its nonce (server.ts).
  const nonce = /'nonce-([^']+)'/.exec(asked.get('content-security-policy') ?? '')?.[1];
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only z-60 rounded-md bg-ink px-4 py-3 text-paper focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {common('skipToContent')}
      </a>
      <header data-print="hide" className="border-b border-line bg-surface">
        <div className="mx-auto flex h-16 w-full max-w-2xl items-center gap-2 px-4">
          <Mark className="size-7 text-accent" />
          <span className="text-16 font-semibold">{common('product.name')}</span>
          <span className="ml-auto flex items-center">
            <LocaleSwitch size="lg" />
            <ThemeSwitch size="lg" />
          </span>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-2xl flex-1 px-4 py-6 text-16 outline-none sm:py-10">
        {children}
      </main>
      <footer data-print="hide" className="border-t border-line text-13 text-ink-2">
        <div className="mx-auto grid max-w-2xl gap-1 px-4 pt-5 pb-[max(1.25rem,env(safe-area-inset-bottom))]">
          <p>{t('pay.promise')}</p>
          <p>{t('pay.help')}</p>
        </div>
      </footer>
      <script src="/pay.js" defer nonce={nonce} />
    </div>
  );
}
