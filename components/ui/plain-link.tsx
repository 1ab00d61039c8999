import type { ComponentProps } from 'react';
import { cn } from '../class-names';
import { buttonStyle, type ButtonStyle } from './button-style';

/**
 * Links of payer pages: the browser's own, so that a phone downloads no router for them and always sees the newest truth. The large target is
 * part of it.
 */
export function QuietLink({ className, children, ...rest }: ComponentProps<'a'>) {
  return (
    <a
      className={cn(
        'inline-flex min-h-11 items-center rounded-sm text-14 text-accent underline decoration-accent/40 underline-offset-3 hover:decoration-current',
        className,
      )}
      {...rest}
    >
      {children}
    </a>
  );
}

/** Goes somewhere, and looks like the buttons beside it. */
export function WideLink({ variant = 'secondary', size = 'lg', wide, className, children, ...rest }: ComponentProps<'a'> & ButtonStyle) {
  return (
    <a data-plain-link className={cn(buttonStyle({ variant, size, wide }), className)} {...rest}>
      {children}
    </a>
  );
}
