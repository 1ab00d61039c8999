import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { StaffProviders } from '@/components/staff-providers';
import { LocaleSwitch } from '@/components/locale-switch';
import { Mark } from '@/components/mark';
import { ThemeSwitch } from '@/components/theme-switch';

/** One question in the middle of a quiet page. */
export default async function SignInLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations('common');
  return (
    <StaffProviders namespaces={['identity']}>
      <div className="flex min-h-dvh flex-col">
        <header className="mx-auto flex h-16 w-full max-w-5xl items-center gap-2 px-4">
          <Mark className="size-7 text-accent" />
          <span className="text-16 font-semibold">{t('product.name')}</span>
          <span className="ml-auto flex items-center">
            <LocaleSwitch />
            <ThemeSwitch />
          </span>
        </header>
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto grid w-full max-w-sm flex-1 content-start px-4 py-8 outline-none sm:content-center sm:pb-24"
        >
          {children}
        </main>
      </div>
    </StaffProviders>
  );
}
