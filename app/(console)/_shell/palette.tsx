'use client';

import { useTranslations } from 'next-intl';
import { CommandPalette, type PaletteItem } from '@/components/command-palette';
import { NAV, type NavId } from './nav';
import { navIcons } from './side-nav';

/** The command palette with the desks this person may enter. */
export function Palette({ entries }: { entries: readonly NavId[] }) {
  const t = useTranslations('shell');
  const pages: PaletteItem[] = NAV.filter((entry) => entries.includes(entry.id)).map((entry) => {
    const Icon = navIcons[entry.id];
    return {
      id: entry.id,
      label: t(`nav.${entry.id}`),
      keywords: entry.keywords,
      href: entry.href,
      icon: <Icon aria-hidden className="size-4 shrink-0 text-ink-2" />,
    };
  });
  return <CommandPalette pages={pages} />;
}
