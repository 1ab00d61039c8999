import type { ComponentProps } from 'react';
import { cn } from '../class-names';
import { controlStyle } from './control-style';

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={rows} className={cn(controlStyle(), 'h-auto min-h-20 resize-y py-2 read-only:bg-sunken', className)} {...rest} />;
}
