import Link from 'next/link';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { StaffProviders } from '@/components/staff-providers';
import { Keyboard } from '@/components/keyboard';
import { Mark } from '@/components/mark';
import { shellData } from './_shell/data';
import { SideNav } from './_shell/side-nav';
import { TopBar } from './_shell/top-bar';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const [shell, t, common] = await Promise.all([shellData(), getTranslations('shell'), getTranslations('common')]);
  const { environment, currency, dayCutOff, zone } = shell.institution;
  return (
    <StaffProviders namespaces={['shell']} zone={zone}>
      <a href="#content" className="sr-only z-60 rounded-md bg-ink px-4 py-2 text-paper focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
        {common('skipToContent')}
      </a>
      <div className="desk:grid desk:min-h-dvh desk:grid-cols-[14rem_minmax(0,1fr)]">
        <aside data-print="hide" aria-label={t('nav.side')} className="sticky top-0 hidden h-dvh overflow-y-auto border-r border-line bg-surface p-3 desk:block">
          <Link href="/today" data-plain-link className="mb-4 flex h-7 items-center gap-2 rounded-md px-2 text-16 font-semibold">
            <Mark className="text-accent" />
            {t('product')}
          </Link>
          <SideNav entries={shell.entries} />
        </aside>
        <div className="flex min-h-dvh min-w-0 flex-col">
          <TopBar shell={shell} />
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 px-4 py-5 outline-none sm:px-6">
            {children}
          </main>
          <footer className="flex flex-wrap gap-x-2 border-t border-line px-4 py-2 text-12 text-ink-2 sm:px-6">
            <span>{environment === 'production' ? t('environment.production') : t('environment.sandbox')}</span>
            <span aria-hidden>▪</span>
            <span>{t('footer.currency', { currency })}</span>
            <span aria-hidden>▪</span>
            <span>{t('footer.dayCloses', { time: dayCutOff, zone })}</span>
          </footer>
        </div>
      </div>
      <Keyboard />
    </StaffProviders>
  );
}
