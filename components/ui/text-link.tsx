import Link from 'next/link';
import type { ComponentProps } from 'react';
import { cn } from '../class-names';

/** A link inside text or a table cell: underlined, because colour alone says nothing. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      className={cn('rounded-sm text-accent underline decoration-accent/40 underline-offset-3 hover:decoration-current', className)}
      {...rest}
    />
  );
}
