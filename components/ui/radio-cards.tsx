import type { ReactNode } from 'react';
import { cn } from '../class-names';

export interface RadioCard {
  readonly value: string;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  /** Right side of the card: a badge, an amount. */
  readonly aside?: ReactNode;
  /** Why it cannot be chosen; the card stays in sight and says so. */
  readonly unavailable?: ReactNode;
}

export interface RadioCardsProps {
  name: string;
  legend: ReactNode;
  /** Keeps the legend for assistive technology only. */
  legendHidden?: boolean;
  cards: readonly RadioCard[];
  defaultValue?: string;
  value?: string;
  onValueChange?: (value: string) => void;
  required?: boolean;
  columns?: 1 | 2 | 3;
}

/** A choice of few things that deserve a sentence each. Native radios: arrows move, forms post, nothing needs JavaScript. */
export function RadioCards({ name, legend, legendHidden, cards, defaultValue, value, onValueChange, required, columns = 1 }: RadioCardsProps) {
  const grid = { 1: '', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-3' }[columns];
  return (
    <fieldset className="min-w-0">
      <legend className={cn('mb-2 font-medium', legendHidden && 'sr-only')}>{legend}</legend>
      <div className={cn('grid gap-2', grid)}>
        {cards.map((card) => (
          <label
            key={card.value}
            className={cn(
              'flex min-h-12 items-center gap-3 rounded-md border border-line-strong bg-surface px-3 py-2',
              'has-checked:border-accent has-checked:bg-accent-soft has-checked:outline-1 has-checked:outline-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2',
              card.unavailable ? 'cursor-not-allowed border-dashed border-line bg-sunken text-ink-2' : 'hover:border-ink-2',
            )}
          >
            <input
              type="radio"
              name={name}
              value={card.value}
              required={required}
              disabled={card.unavailable !== undefined}
              {...(value === undefined ? { defaultChecked: card.value === defaultValue } : { checked: card.value === value })}
              onChange={onValueChange && (() => onValueChange(card.value))}
              className="size-5 shrink-0 appearance-none rounded-full border border-line-strong bg-surface outline-none checked:border-6 checked:border-accent disabled:opacity-40"
            />
            <span className="min-w-0 flex-1">
              <span className="block font-medium">{card.label}</span>
              {card.description && <span className="block text-13 text-ink-2">{card.description}</span>}
              {card.unavailable && <span className="block text-13 text-ink-2">{card.unavailable}</span>}
            </span>
            {card.aside && <span className="shrink-0 text-right text-13 text-ink-2">{card.aside}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
