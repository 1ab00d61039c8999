import type { ReactNode } from 'react';
import '@fontsource-variable/noto-sans-sc';
import { CopyPlainNumbers } from './copy-plain-numbers';
import { I18nProvider } from './i18n-provider';
import { QueryProvider } from './query-provider';
import { Toaster } from './ui/toast';

/**
 * What the pages of staff stand in: messages, feeds, summaries, and a Chinese font for desks whose system has none. Payer pages stand in none
 * of it: every phone has Chinese fonts, and what they do not use they shall not download.
 */
export function StaffProviders({ children, ...i18n }: { namespaces?: readonly string[]; zone?: string; children: ReactNode }) {
  return (
    <I18nProvider {...i18n}>
      <QueryProvider>
        {children}
        <Toaster />
        <CopyPlainNumbers />
      </QueryProvider>
    </I18nProvider>
  );
}
