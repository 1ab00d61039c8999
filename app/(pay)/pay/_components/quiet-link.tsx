import type { ComponentProps } from 'react';
import { cn } from '@/components/class-names';
import { TextLink } from '@/components/ui/text-link';

/** A link below a payer page's contents: as large a target as its buttons. */
export function QuietLink({ className, ...rest }: ComponentProps<typeof TextLink>) {
  return <TextLink className={cn('inline-flex min-h-11 items-center text-14', className)} {...rest} />;
}
