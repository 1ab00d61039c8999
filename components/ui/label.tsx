import type { ComponentProps } from 'react';
import { cn } from '../class-names';

/** A label that stands by itself; inside forms prefer `Field`, which ties everything together. */
export function Label({ className, ...rest }: ComponentProps<'label'>) {
  return <label className={cn('text-13 font-medium', className)} {...rest} />;
}
