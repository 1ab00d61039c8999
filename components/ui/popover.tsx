'use client';

import { Popover as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cn } from '../class-names';

export interface PopoverProps {
  trigger: ReactElement;
  children: ReactNode;
  /** Name of the panel for assistive technology. */
  label: string;
  align?: 'start' | 'center' | 'end';
  className?: string;
}

/** A small panel at a button: the reasons behind "Why?", a filter, a choice of columns. */
export function Popover({ trigger, children, label, align = 'start', className }: PopoverProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn('z-50 max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-md border border-line-strong bg-surface p-4 outline-none', className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
