'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { METHODS, type FeeItem, type FeePlanDocument, type InstalmentRule, type Methods } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import { AllocationFields } from './allocation-fields';
import { Column } from './column';
import { AmountInput } from './figure-inputs';
import { InstalmentFields } from './instalment-fields';

interface MethodsColumnProps {
  methods: Methods;
  currency: Currency;
  items: readonly FeeItem[];
  instalments: InstalmentRule | undefined;
  change: (part: Partial<FeePlanDocument>) => void;
  readOnly: boolean;
}

/** How a payer may pay: by which ways, in which parts, and what a part stands for. */
export function MethodsColumn({ methods, currency, items, instalments, change: changePlan, readOnly }: MethodsColumnProps) {
  const t = useTranslations('bill-items');
  const { allowed, partial } = methods;
  const change = (next: Methods) => changePlan({ methods: next });
  return (
    <Column title={t('methods.title')} sentence={t('methods.sentence', { count: allowed.length })}>
      <fieldset disabled={readOnly} className="grid gap-2">
        {METHODS.map((method) => (
          <Checkbox
            key={method}
            label={t(`methods.names.${method}`)}
            checked={allowed.includes(method)}
            onChange={(event) =>
              change({ ...methods, allowed: METHODS.filter((m) => (m === method ? event.target.checked : allowed.includes(m))) })
            }
          />
        ))}
        <hr className="border-line" />
        <Checkbox
          label={t('methods.partial')}
          checked={partial.allowed}
          onChange={(event) => change({ ...methods, partial: { ...partial, allowed: event.target.checked } })}
        />
        {partial.allowed && (
          <Field label={t('methods.partialMin')}>
            <AmountInput
              currency={currency}
              value={partial.minMinor}
              onFigure={(minMinor) => change({ ...methods, partial: { ...partial, minMinor } })}
            />
          </Field>
        )}
        <InstalmentFields rule={instalments} change={(rule) => changePlan({ instalments: rule })} />
        {(partial.allowed || instalments) && (
          <AllocationFields rule={partial.allocation} items={items} change={(allocation) => change({ ...methods, partial: { ...partial, allocation } })} />
        )}
      </fieldset>
    </Column>
  );
}
