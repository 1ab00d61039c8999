'use client';

import { Menu, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { Mark } from '@/components/mark';
import { Button } from '@/components/ui/button';
import { SideNav, type SideNavProps } from './side-nav';

/** The navigation of narrow screens: behind one button, closed by itself once one has arrived. */
export function Drawer({ entries }: Pick<SideNavProps, 'entries'>) {
  const t = useTranslations('shell');
  const [open, setOpen] = useState(false);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <Button variant="quiet" square aria-label={t('nav.open')} className="desk:hidden">
          <Menu aria-hidden className="size-5" />
        </Button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-scrim desk:hidden" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] overflow-y-auto border-r border-line-strong bg-surface p-3 outline-none desk:hidden"
        >
          <div className="mb-3 flex items-center justify-between">
            <Radix.Title className="flex items-center gap-2 px-2 text-16 font-semibold">
              <Mark className="text-accent" />
              {t('product')}
            </Radix.Title>
            <Radix.Close asChild>
              <Button variant="quiet" square aria-label={t('nav.close')}>
                <X aria-hidden className="size-5" />
              </Button>
            </Radix.Close>
          </div>
          <SideNav entries={entries} onNavigate={() => setOpen(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
