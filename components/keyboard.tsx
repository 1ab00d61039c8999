'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { keyLabel } from './keyboard-keys';
import { Dialog } from './ui/dialog';
import { Kbd } from './ui/kbd';
import { useBoundKeys, useShortcut, type Shortcut } from './use-shortcut';

/** Opens the list of this page's keys on `?`. Mounted once by the console's shell. */
export function Keyboard() {
  const t = useTranslations('common');
  const [open, setOpen] = useState(false);
  const bound = useBoundKeys();
  useShortcut({ keys: '?', label: t('keyboard.show'), run: () => setOpen((was) => !was) });
  return (
    <Dialog open={open} onOpenChange={setOpen} title={t('keyboard.title')} description={t('keyboard.sentence')}>
      <ShortcutList shortcuts={bound} />
    </Dialog>
  );
}

function ShortcutList({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  return (
    <ul className="divide-y divide-line">
      {shortcuts.map((shortcut) => (
        <li key={shortcut.keys} className="flex items-center justify-between gap-4 py-2">
          <span>{typeof shortcut.label === 'function' ? shortcut.label() : shortcut.label}</span>
          <Kbd>{keyLabel(shortcut.keys)}</Kbd>
        </li>
      ))}
    </ul>
  );
}
