'use client';

import { useRef } from 'react';
import { keyLabel } from '../keyboard-keys';
import { useShortcut } from '../use-shortcut';
import { Kbd } from './kbd';

/** The key printed on a button, and the thing that makes it work: it presses whatever button or link it stands in. */
export function ShortcutKey({ keys, label }: { keys: string; label?: string }) {
  const mark = useRef<HTMLSpanElement>(null);
  useShortcut({
    keys,
    label: () => label ?? owner(mark.current)?.getAttribute('aria-label') ?? owner(mark.current)?.innerText.split('\n')[0] ?? keys,
    run: () => owner(mark.current)?.click(),
    enabled: () => !isBlocked(owner(mark.current)),
  });
  return (
    <span ref={mark} className="hidden sm:inline-flex">
      <Kbd className="opacity-80">{keyLabel(keys)}</Kbd>
    </span>
  );
}

const owner = (mark: HTMLElement | null): HTMLElement | null => mark?.closest<HTMLElement>('button, a') ?? null;

const isBlocked = (element: HTMLElement | null): boolean =>
  !element || element.hasAttribute('disabled') || element.getAttribute('aria-disabled') === 'true';
