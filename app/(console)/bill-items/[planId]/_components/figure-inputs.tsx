'use client';

import { useState, type ComponentProps } from 'react';
import { Input } from '@/components/ui/input';
import { MoneyInput } from '@/components/ui/money-input';
import { milliText, parseMilli, parseUnitPrice, unitPriceText } from '@/lib/bill-items/model';
import { money, parseDecimal, toDecimal, type Currency } from '@/lib/kernel/money';

type Aria = Pick<ComponentProps<'input'>, 'id' | 'aria-label' | 'aria-describedby' | 'aria-invalid' | 'disabled' | 'required'>;
interface FigureProps extends Aria {
  value: string;
  onFigure: (value: string) => void;
}

/** An amount; keeps what is being typed and passes on minor units as soon as they can be read. */
export function AmountInput({ value, onFigure, currency, ...aria }: FigureProps & { currency: Currency }) {
  const [text, setText] = useState(() => toDecimal(money(BigInt(value), currency)));
  const read = parseDecimal(text, currency);
  const good = read.ok && read.value.minor >= 0n;
  return (
    <MoneyInput
      {...aria}
      currency={currency}
      size="sm"
      value={text}
      aria-invalid={!good}
      onValueChange={(next) => {
        setText(next);
        const parsed = parseDecimal(next, currency);
        if (parsed.ok && parsed.value.minor >= 0n) onFigure(parsed.value.minor.toString());
      }}
    />
  );
}

/** A price per unit with up to five decimals. */
export const UnitPriceInput = (props: FigureProps) => <TextFigure {...props} write={unitPriceText} read={parseUnitPrice} />;
/** A quantity with up to three decimals. */
export const QuantityInput = (props: FigureProps) => (
  <TextFigure {...props} write={milliText} read={(text) => parseMilli(text)?.toString() ?? null} />
);
/** Basis points as a percentage with up to two decimals. */
export const PercentInput = (props: FigureProps) => (
  <TextFigure
    {...props}
    write={(bps) => milliText((BigInt(bps || '0') * 10n).toString())}
    read={(text) => {
      const milli = parseMilli(text);
      return milli === null || milli % 10n !== 0n || milli > 100_000n ? null : (milli / 10n).toString();
    }}
  />
);

function TextFigure({
  value,
  onFigure,
  write,
  read,
  ...aria
}: FigureProps & { write: (value: string) => string; read: (text: string) => string | null }) {
  const [text, setText] = useState(() => write(value));
  return (
    <Input
      {...aria}
      size="sm"
      inputMode="decimal"
      className="text-right tabular-nums"
      value={text}
      aria-invalid={read(text) === null}
      onChange={(event) => {
        setText(event.target.value);
        const figure = read(event.target.value);
        if (figure !== null) onFigure(figure);
      }}
    />
  );
}
