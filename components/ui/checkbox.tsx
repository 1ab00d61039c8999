import type { ComponentProps, ReactNode } from 'react';
import { cn } from '../class-names';
import { CheckIcon } from './small-icons';

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'size'> {
  /** Words beside the box; without them give `aria-label`. */
  label?: ReactNode;
  description?: ReactNode;
  /** `lg` makes the whole line a target of at least 44 px, for payer pages. */
  size?: 'md' | 'lg';
}

export function Checkbox({ label, description, size = 'md', className, ...rest }: CheckboxProps) {
  const box = (
    <span className={cn('relative grid size-4 shrink-0 place-items-center', size === 'lg' && 'size-6')}>
      <input
        type="checkbox"
        className="peer size-full appearance-none rounded-sm border border-line-strong bg-surface checked:border-accent checked:bg-accent disabled:opacity-55 aria-invalid:border-wrong"
        {...rest}
      />
      <CheckIcon strokeWidth={3} className="pointer-events-none absolute hidden size-3/4 text-on-accent peer-checked:block" />
    </span>
  );
  if (!label) return <span className={cn('inline-flex align-middle', className)}>{box}</span>;
  return (
    <label className={cn('flex items-start gap-2 text-14', size === 'lg' && 'min-h-11 items-center gap-3 py-2 text-16', className)}>
      <span className={cn('inline-flex', size === 'md' && 'mt-0.5')}>{box}</span>
      <span>
        {label}
        {description && <span className="block text-13 text-ink-2">{description}</span>}
      </span>
    </label>
  );
}
