'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../class-names';
import { Button } from './button';

export interface DialogProps {
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** The button that opens it; leave out where `open` is controlled. */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  footer?: ReactNode;
  size?: 'md' | 'lg' | 'xl';
}

export const dialogPanel =
  'fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[90dvh] w-full flex-col rounded-t-md border border-line-strong bg-surface outline-none ' +
  'sm:top-[12vh] sm:bottom-auto sm:max-h-[80dvh] sm:rounded-md';

/** A question or a small form in front of the page. On a phone it stands on the lower edge, within reach of a thumb. */
export function Dialog({ title, description, children, trigger, open, onOpenChange, footer, size = 'md' }: DialogProps) {
  const t = useTranslations('common');
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-scrim" />
        <Radix.Content
          className={cn(dialogPanel, size === 'xl' ? 'sm:top-[6vh] sm:max-h-[88dvh] sm:max-w-5xl' : size === 'lg' ? 'sm:max-w-2xl' : 'sm:max-w-md')}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4">
            <div>
              <Radix.Title className="text-16 font-semibold">{title}</Radix.Title>
              {description && <Radix.Description className="mt-0.5 text-ink-2">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <Button variant="quiet" size="sm" square aria-label={t('close')} className="-mr-2">
                <X aria-hidden className="size-4" />
              </Button>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Closes the dialog around it when pressed. */
export const DialogClose = Radix.Close;
