'use client';

import type { ComponentProps, MouseEvent } from 'react';
import { cn } from '../class-names';
import { buttonStyle, type ButtonStyle } from './button-style';
import { ShortcutKey } from './shortcut-key';
import { Spinner } from './spinner';

export interface ButtonProps extends ComponentProps<'button'>, ButtonStyle {
  /** Key that presses this button (`m`, `mod+enter`); shown on it and listed in the page's `?` overlay. */
  shortcut?: string;
  /** True while the act is under way: the button keeps its words, says it is busy and cannot be pressed twice. */
  pending?: boolean;
}

/** Says what will happen, with the amount where there is one: "Approve refund of ¥300.00". */
export function Button({ variant, size, wide, square, shortcut, pending, className, children, type = 'button', ...rest }: ButtonProps) {
  const busy = pending ? { 'aria-disabled': true, 'aria-busy': true, onClick: swallow } : {};
  return (
    <button
      type={type}
      className={cn(buttonStyle({ variant, size, wide, square }), className)}
      aria-keyshortcuts={shortcut && ariaKeys(shortcut)}
      {...rest}
      {...busy}
    >
      {pending && <Spinner />}
      {children}
      {shortcut && !pending && <ShortcutKey keys={shortcut} />}
    </button>
  );
}

const ariaKeys = (keys: string): string => keys.replace('mod+', 'Control+').replace('shift+', 'Shift+');

/** A busy button stays focusable, so that focus is not lost; pressing it does nothing. */
const swallow = (event: MouseEvent): void => event.preventDefault();
