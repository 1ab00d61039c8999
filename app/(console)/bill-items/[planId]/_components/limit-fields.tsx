'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import type { FeeItem } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import { AmountInput } from './figure-inputs';

/** Least and most for one cycle, and whether the days of stay count. */
export function LimitFields({ item, currency, set }: { item: FeeItem; currency: Currency; set: (part: Partial<FeeItem>) => void }) {
  const t = useTranslations('bill-items.limits');
  const row = (key: 'minMinor' | 'maxMinor', label: string) => (
    <div className="grid gap-1">
      <Checkbox label={label} checked={item[key] !== undefined} onChange={(event) => set({ [key]: event.target.checked ? '0' : undefined })} />
      {item[key] !== undefined && (
        <Field label={label} labelHidden><AmountInput currency={currency} value={item[key]} onFigure={(minor) => set({ [key]: minor })} /></Field>
      )}
    </div>
  );
  return (
    <div className="grid gap-2">
      {row('minMinor', t('min'))}
      {row('maxMinor', t('max'))}
      <Checkbox label={t('prorated')} checked={item.prorated === true} onChange={(event) => set({ prorated: event.target.checked || undefined })} />
    </div>
  );
}
