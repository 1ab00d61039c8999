'use client';

import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useState } from 'react';
import { useShortcut } from '../use-shortcut';

export interface RowWalk {
  /** Row the cursor is on; −1 before the first key. */
  readonly active: number;
  readonly setActive: (index: number) => void;
}

export interface RowWalkOptions {
  readonly count: number;
  /** Row whose detail is open, or −1. The open detail follows the cursor. */
  readonly openIndex: number;
  readonly container: RefObject<HTMLElement | null>;
  readonly scrollTo: (index: number) => void;
  readonly onOpen: (index: number, how: 'enter' | 'follow') => void;
  readonly onToggle: (index: number) => void;
  readonly onSelect: (index: number) => void;
  readonly enabled: boolean;
}

/** ↑↓ and J/K walk, Enter opens, Space selects, Shift with ↑↓ selects while walking. */
export function useRowWalk(options: RowWalkOptions): RowWalk {
  const t = useTranslations('common');
  const [active, setActive] = useState(options.openIndex);
  useEffect(() => {
    if (options.openIndex >= 0) setActive(options.openIndex);
  }, [options.openIndex]);

  const go = (step: number, selecting: boolean) => {
    const next = Math.max(0, Math.min(options.count - 1, active + step));
    if (selecting) for (const index of [active, next]) if (index >= 0) options.onSelect(index);
    setActive(next);
    options.scrollTo(next);
    requestAnimationFrame(() => options.container.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus());
    if (options.openIndex >= 0 && next !== options.openIndex) options.onOpen(next, 'follow');
  };
  const enabled = () => options.enabled && options.count > 0;
  const onRow = () => enabled() && active >= 0 && document.activeElement?.closest('[data-row]') === document.activeElement;
  const walks = { next: t('table.next'), previous: t('table.previous') };

  useShortcut({ keys: 'j', label: walks.next, enabled, run: () => go(1, false) });
  useShortcut({ keys: 'k', label: walks.previous, enabled, run: () => go(-1, false) });
  useShortcut({ keys: 'ArrowDown', label: walks.next, enabled, run: () => go(1, false) });
  useShortcut({ keys: 'ArrowUp', label: walks.previous, enabled, run: () => go(-1, false) });
  useShortcut({ keys: 'shift+ArrowDown', label: t('table.toggle'), enabled, run: () => go(1, true) });
  useShortcut({ keys: 'shift+ArrowUp', label: t('table.toggle'), enabled, run: () => go(-1, true) });
  useShortcut({ keys: 'Enter', label: t('table.open'), enabled: onRow, run: () => options.onOpen(active, 'enter') });
  useShortcut({ keys: ' ', label: t('table.toggle'), enabled: onRow, run: () => options.onToggle(active) });
  return { active, setActive };
}
