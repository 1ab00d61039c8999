'use client';

import { useTranslations } from 'next-intl';
import { AlertDialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '../class-names';
import { Button } from './button';
import { dialogPanel } from './dialog';

export interface AlertDialogProps {
  title: ReactNode;
  /** What cannot be undone, and for whom. */
  description: ReactNode;
  /** Concrete words with the amount: "Refund ¥300.00 to card …0199". */
  confirm: ReactNode;
  onConfirm: () => void | Promise<void>;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  cancel?: ReactNode;
  danger?: boolean;
  pending?: boolean;
  children?: ReactNode;
}

/** Only before what cannot be undone. Everything else is done at once and offers Undo in its toast. */
export function AlertDialog({ title, description, confirm, onConfirm, trigger, open, onOpenChange, cancel, danger, pending, children }: AlertDialogProps) {
  const t = useTranslations('common');
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-scrim" />
        <Radix.Content className={cn(dialogPanel, 'gap-3 p-5 sm:max-w-md')}>
          <Radix.Title className="text-16 font-semibold">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="text-ink-2">{description}</div>
          </Radix.Description>
          {children}
          <div className="mt-2 flex flex-wrap justify-end gap-2">
            <Radix.Cancel asChild>
              <Button>{cancel ?? t('cancel')}</Button>
            </Radix.Cancel>
            <Radix.Action asChild>
              <Button variant={danger ? 'danger' : 'primary'} pending={pending} onClick={() => void onConfirm()}>
                {confirm}
              </Button>
            </Radix.Action>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
