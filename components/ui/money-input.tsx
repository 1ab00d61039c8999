'use client';

import { type ComponentProps, type FocusEvent, useState } from 'react';
import { type Currency, parseDecimal, toDecimal } from '@/lib/kernel/money';
import { cn } from '../class-names';
import { currencySign } from '../money-format';
import { type ControlSize, controlStyle } from './control-style';

export interface MoneyInputProps extends Omit<ComponentProps<'input'>, 'size' | 'type' | 'value' | 'defaultValue' | 'onChange'> {
  currency: Currency;
  size?: ControlSize;
  /** Decimal text in major units, e.g. `1280.00`. The text is kept as typed: it never becomes a number here. */
  value?: string;
  defaultValue?: string;
  onValueChange?: (text: string) => void;
}

/** Right-aligned amount. On leaving the field a well-formed amount is written out in full (`1,280` → `1280.00`); a bad one is left alone. */
export function MoneyInput({ currency, size, className, value, defaultValue, onValueChange, onBlur, ...rest }: MoneyInputProps) {
  const [typed, setTyped] = useState(defaultValue ?? '');
  const shown = value ?? typed;
  const change = (text: string) => {
    setTyped(text);
    onValueChange?.(text);
  };
  const tidy = (event: FocusEvent<HTMLInputElement>) => {
    const amount = parseDecimal(event.target.value, currency);
    if (amount.ok && toDecimal(amount.value) !== shown) change(toDecimal(amount.value));
    onBlur?.(event);
  };
  return (
    <span className={cn('relative block', className)}>
      <span aria-hidden className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-ink-3">
        {currencySign(currency)}
      </span>
      <input
        inputMode="decimal"
        autoComplete="off"
        className={cn(controlStyle({ size }), 'pl-10 text-right')}
        value={shown}
        onChange={(event) => change(event.target.value)}
        onBlur={tidy}
        {...rest}
      />
    </span>
  );
}
