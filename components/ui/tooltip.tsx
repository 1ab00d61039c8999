'use client';

import { Tooltip as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Radix.Provider delayDuration={400}>{children}</Radix.Provider>;
}

/** A few more words on hover or focus. Never the only place where something is said: phones have no hover. */
export function Tooltip({ words, children }: { words: ReactNode; children: ReactElement }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content sideOffset={6} collisionPadding={8} className="z-60 max-w-72 rounded-sm bg-ink px-2 py-1 text-12 text-paper">
          {words}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
