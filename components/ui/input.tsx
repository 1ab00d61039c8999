import type { ComponentProps } from 'react';
import { cn } from '../class-names';
import { type ControlSize, controlStyle } from './control-style';

export interface InputProps extends Omit<ComponentProps<'input'>, 'size'> {
  size?: ControlSize;
}

export function Input({ size, className, ...rest }: InputProps) {
  return <input className={cn(controlStyle({ size }), 'read-only:bg-sunken', className)} {...rest} />;
}
