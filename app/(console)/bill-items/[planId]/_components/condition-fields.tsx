'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { Condition } from '@/lib/bill-items/model';

/** Id of the list of known attributes that the editor offers wherever one is named. */
export const ATTRIBUTES_LIST = 'known-attributes';

/** Whom it applies to: everybody, or payers with one value of an attribute. */
export function ConditionFields({ condition, change }: { condition: Condition; change: (condition: Condition) => void }) {
  const t = useTranslations('bill-items');
  return (
    <div className="grid gap-2">
      <Checkbox
        label={t('condition.only')}
        checked={condition !== null}
        onChange={(event) => change(event.target.checked ? { attribute: 'bus', equals: 'yes' } : null)}
      />
      {condition && (
        <div className="grid grid-cols-2 gap-2">
          <Field label={t('condition.attribute')}>
            <Input
              size="sm"
              list={ATTRIBUTES_LIST}
              value={condition.attribute}
              maxLength={32}
              onChange={(event) => change({ ...condition, attribute: event.target.value })}
            />
          </Field>
          <Field label={t('condition.equals')}>
            <Input
              size="sm"
              value={condition.equals}
              maxLength={60}
              onChange={(event) => change({ ...condition, equals: event.target.value })}
            />
          </Field>
        </div>
      )}
    </div>
  );
}
