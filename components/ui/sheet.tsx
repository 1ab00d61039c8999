'use client';

import { X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { cn } from '../class-names';
import { Button } from './button';

export interface SheetProps {
  title: ReactNode;
  /** Number, state and the like, under the title. */
  sentence?: ReactNode;
  children: ReactNode;
  /** Where Esc and the cross lead: the list without this panel. The panel itself is a route, so its address can be shared. */
  closeHref?: string;
  /** For a panel without an address of its own. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  footer?: ReactNode;
  width?: 'md' | 'lg';
}

/** Detail beside a list. It does not block the list: ↑↓ and J/K go on walking the rows while it is open. */
export function Sheet({ title, sentence, children, closeHref, open = true, onOpenChange, footer, width = 'md' }: SheetProps) {
  const t = useTranslations('common');
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  const close = (next: boolean) => {
    onOpenChange?.(next);
    if (!next && closeHref) router.push(closeHref, { scroll: false });
  };
  return (
    <Radix.Root open={open} onOpenChange={close} modal={false}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            heading.current?.focus();
          }}
          className={cn(
            'fixed inset-y-0 right-0 z-40 flex w-full flex-col border-l border-line-strong bg-surface outline-none',
            width === 'lg' ? 'desk:w-[46rem]' : 'desk:w-[30rem]',
          )}
        >
          <div className="flex items-start justify-between gap-3 border-b border-line px-5 py-3">
            <div className="min-w-0">
              <Radix.Title ref={heading} tabIndex={-1} className="text-16 font-semibold outline-none">
                {title}
              </Radix.Title>
              {sentence && <div className="mt-0.5 flex flex-wrap items-center gap-2 text-13 text-ink-2">{sentence}</div>}
            </div>
            <Radix.Close asChild>
              <Button variant="quiet" square aria-label={t('close')} className="-mr-2">
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
