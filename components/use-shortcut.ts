'use client';

import { useEffect, useId, useRef, useSyncExternalStore } from 'react';
import { isTyping, matchesKeys } from './keyboard-keys';

export interface Shortcut {
  /** `m`, `Enter`, `ArrowDown`, `?`, `shift+m`, `mod+k` (Ctrl, or ⌘ on a Mac). */
  readonly keys: string;
  /** What the page's list of keys says; a function is asked when the list opens. */
  readonly label: string | (() => string);
  readonly run: (event: KeyboardEvent) => void;
  readonly enabled?: () => boolean;
}

const registry = new Map<string, Shortcut>();
const listeners = new Set<() => void>();
let version = 0;

function changed(): void {
  version += 1;
  for (const listener of listeners) listener();
}

/** Binds a key while the component is on screen, and puts it in the page's list. The latest component to bind a key has it. */
export function useShortcut(shortcut: Shortcut): void {
  const id = useId();
  const latest = useRef(shortcut);
  useEffect(() => {
    latest.current = shortcut;
  });
  useEffect(() => {
    registry.set(id, {
      keys: shortcut.keys,
      label: () => (typeof latest.current.label === 'function' ? latest.current.label() : latest.current.label),
      run: (event) => latest.current.run(event),
      enabled: () => latest.current.enabled?.() ?? true,
    });
    changed();
    return () => {
      registry.delete(id);
      changed();
    };
  }, [id, shortcut.keys]);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const candidates = [...registry.values()].reverse();
  const hit = candidates.find(
    (s) => matchesKeys(s.keys, event) && (s.keys.includes('mod+') || !isTyping(event.target)) && (s.enabled?.() ?? true),
  );
  if (!hit) return;
  event.preventDefault();
  hit.run(event);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Listens for every bound key; answers what is bound now. For the one `Keyboard` of the page. */
export function useBoundKeys(): readonly Shortcut[] {
  useSyncExternalStore(subscribe, () => version, () => 0);
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return [...registry.values()];
}
