'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { METHODS, type Methods } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import { Column } from './column';
import { AmountInput } from './figure-inputs';

interface MethodsColumnProps {
  methods: Methods;
  currency: Currency;
  change: (methods: Methods) => void;
  readOnly: boolean;
}

/** How a payer may pay. */
export function MethodsColumn({ methods, currency, change, readOnly }: MethodsColumnProps) {
  const t = useTranslations('bill-items');
  const { allowed, partial } = methods;
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
      </fieldset>
    </Column>
  );
}
