'use client';

import Link from 'next/link';
import { DropdownMenu as Radix } from 'radix-ui';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import { cn } from '../class-names';

export interface MenuItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly href?: string;
  readonly run?: () => void;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** A tick before the item that is in force. */
  readonly checked?: boolean;
  /** A line above it. */
  readonly separated?: boolean;
}

export interface DropdownMenuProps {
  trigger: ReactElement;
  items: readonly MenuItem[];
  heading?: ReactNode;
  align?: 'start' | 'end';
}

const row =
  'flex min-h-9 cursor-default items-center gap-2 rounded-sm px-2 outline-none select-none data-disabled:opacity-55 data-highlighted:bg-accent-soft data-highlighted:outline-1 data-highlighted:outline-accent';

export function DropdownMenu({ trigger, items, heading, align = 'start' }: DropdownMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-48 max-w-80 rounded-md border border-line-strong bg-surface p-1 outline-none"
        >
          {heading && <Radix.Label className="px-2 py-1.5 text-12 text-ink-2">{heading}</Radix.Label>}
          {items.map((item) => (
            <Fragment key={item.id}>
              {item.separated && <Radix.Separator className="my-1 border-t border-line" />}
              <Item item={item} />
            </Fragment>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Item({ item }: { item: MenuItem }) {
  const words = (
    <>
      {item.checked !== undefined && (
        <span aria-hidden className="w-4 text-accent">
          {item.checked ? '✓' : ''}
        </span>
      )}
      {item.icon}
      <span className="min-w-0 flex-1">{item.label}</span>
    </>
  );
  if (item.href) {
    return (
      <Radix.Item asChild disabled={item.disabled} className={row}>
        <Link href={item.href} data-plain-link aria-current={item.checked ? 'true' : undefined}>
          {words}
        </Link>
      </Radix.Item>
    );
  }
  const className = cn(row, item.danger && 'text-wrong');
  if (item.checked !== undefined) {
    return (
      <Radix.CheckboxItem checked={item.checked} disabled={item.disabled} onSelect={item.run} className={className}>
        {words}
      </Radix.CheckboxItem>
    );
  }
  return (
    <Radix.Item disabled={item.disabled} onSelect={item.run} className={className}>
      {words}
    </Radix.Item>
  );
}
