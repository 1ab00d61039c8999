import Link from 'next/link';
import type { ComponentProps } from 'react';
import { cn } from '../class-names';
import { buttonStyle, type ButtonStyle } from './button-style';
import { ShortcutKey } from './shortcut-key';

export interface LinkButtonProps extends ComponentProps<typeof Link>, ButtonStyle {
  shortcut?: string;
}

/** Goes somewhere, and looks like the buttons beside it. */
export function LinkButton({ variant, size, wide, square, shortcut, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link data-plain-link className={cn(buttonStyle({ variant, size, wide, square }), className)} {...rest}>
      {children}
      {shortcut && <ShortcutKey keys={shortcut} />}
    </Link>
  );
}
