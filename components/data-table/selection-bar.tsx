'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { MoneyWire } from '@/lib/kernel/money';
import { Money } from '../money';
import { Button } from '../ui/button';

export interface SelectionBarProps {
  count: number;
  sums: readonly MoneyWire[];
  actions?: ReactNode;
  onClear: () => void;
}

/** How many rows are selected, what they add up to, and what can be done with all of them. */
export function SelectionBar({ count, sums, actions, onClear }: SelectionBarProps) {
  const t = useTranslations('common');
  if (count === 0) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-accent-soft px-3 py-1.5">
      <span className="font-semibold">{t('table.selected', { count })}</span>
      {sums.length > 0 && (
        <span className="flex items-baseline gap-2 text-13">
          <span className="text-ink-2">{t('table.selectedSum')}</span>
          {sums.map((sum) => (
            <Money key={sum.currency} value={sum} className="font-semibold" />
          ))}
        </span>
      )}
      <span className="ml-auto flex flex-wrap gap-2">
        {actions}
        <Button variant="quiet" size="sm" onClick={onClear}>
          {t('table.clearSelection')}
        </Button>
      </span>
    </div>
  );
}
