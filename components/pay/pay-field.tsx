'use client';

import { type ComponentProps, type ReactNode, use } from 'react';
import { Answered } from './pay-form';

type Control = Omit<ComponentProps<'input'>, 'name' | 'id' | 'className' | 'size' | 'onChange' | 'value'>;
export interface PayFieldProps extends Control {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Class names of the control, from the server. */
  look: string;
  /** A list to choose from instead of a line to type in. */
  options?: readonly { readonly value: string; readonly label: string }[];
  /** Several lines. */
  rows?: number;
}

/** Label, hint, control and what is wrong with it, tied together for everybody. */
export function PayField({ name, label, hint, look, options, rows, ...control }: PayFieldProps) {
  const answered = use(Answered);
  const [wrong, typed] = [answered.wrong[name], answered.typed[name]];
  const id = `pay-${name}`;
  const described = [hint && `${id}-about`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  const all = { id, name, className: look, 'aria-describedby': described || undefined, 'aria-invalid': wrong ? true : undefined, ...(typed !== undefined && { defaultValue: typed }) } as const;
  const { required, maxLength, autoComplete } = control;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-14 font-medium text-ink">
        {label}
      </label>
      {hint && (
        <p id={`${id}-about`} className="text-13 text-ink-2">
          {hint}
        </p>
      )}
      {options ? (
        <select {...all} required={required}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : rows ? (
        <textarea {...all} rows={rows} required={required} maxLength={maxLength} autoComplete={autoComplete} />
      ) : (
        <input {...control} {...all} />
      )}
      {wrong && (
        <p id={`${id}-wrong`} className="text-13 text-wrong">
          <span aria-hidden>■ </span>
          {wrong}
        </p>
      )}
    </div>
  );
}
