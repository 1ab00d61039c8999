import type { ReactNode } from 'react';
import { cn } from '../class-names';

/** A key as it is printed on a keyboard. Decoration for the eye: assistive technology reads `aria-keyshortcuts` instead. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      aria-hidden
      className={cn(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-current/40 px-1 font-sans text-12 leading-none',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
