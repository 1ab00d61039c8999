import type { ComponentProps } from 'react';
import { cn } from '../class-names';
import { type ControlSize, controlStyle } from './control-style';
import { ChevronDownIcon } from './small-icons';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps extends Omit<ComponentProps<'select'>, 'size' | 'children'> {
  options: readonly SelectOption[];
  size?: ControlSize;
  /** Shown while nothing is chosen; choosing it again means "none". */
  placeholder?: string;
}

/** The browser's own list: best on a phone, works without JavaScript, known to every assistive technology. */
export function Select({ options, size, placeholder, className, ...rest }: SelectProps) {
  return (
    <span className={cn('relative block', className)}>
      <select className={cn(controlStyle({ size }), 'appearance-none pr-8')} {...rest}>
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDownIcon className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-4 text-ink-3" />
    </span>
  );
}
