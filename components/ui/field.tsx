import { cloneElement, type ReactElement, type ReactNode, useId } from 'react';
import { cn } from '../class-names';
import { StateShape } from '../state-shape';

interface ControlAria {
  id?: string;
  required?: boolean;
  'aria-invalid'?: boolean;
  'aria-describedby'?: string;
}

export interface FieldProps {
  label: ReactNode;
  /** One control; it is given its id, `aria-describedby` and `aria-invalid`. */
  children: ReactElement<ControlAria>;
  description?: ReactNode;
  /** What is wrong and how to put it right. */
  error?: ReactNode;
  required?: boolean;
  /** Small word after the label, e.g. t('common.field.optional'). */
  note?: ReactNode;
  labelHidden?: boolean;
  className?: string;
}

/** Label, control, description and error, tied together for everybody. */
export function Field({ label, children, description, error, required, note, labelHidden, className }: FieldProps) {
  const own = useId();
  const id = children.props.id ?? own;
  const described = [description && `${id}-about`, error && `${id}-error`, children.props['aria-describedby']].filter(Boolean).join(' ');
  const control = cloneElement(children, {
    id,
    ...(required && { required }),
    ...(error ? { 'aria-invalid': true } : {}),
    ...(described && { 'aria-describedby': described }),
  });
  return (
    <div className={cn('grid gap-1', className)}>
      <label htmlFor={id} className={cn('text-13 font-medium text-ink', labelHidden && 'sr-only')}>
        {label}
        {note && <span className="ml-1 font-normal text-ink-3">{note}</span>}
      </label>
      {description && (
        <p id={`${id}-about`} className="text-13 text-ink-2">
          {description}
        </p>
      )}
      {control}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-13 text-wrong">
          <StateShape meaning="wrong" className="mt-1" />
          {error}
        </p>
      )}
    </div>
  );
}
