'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { IN_ORDER, type AllocationRule, type FeeItem } from '@/lib/bill-items/model';

const RULES = ['in-order', 'pro-rata'] as const;

interface AllocationFieldsProps {
  rule: AllocationRule | undefined;
  items: readonly FeeItem[];
  change: (rule: AllocationRule) => void;
}

/** On which items part of the money counts: the ticked ones first, then the others. */
export function AllocationFields({ rule = IN_ORDER, items, change }: AllocationFieldsProps) {
  const t = useTranslations('bill-items.allocation');
  const zh = useLocale() === 'zh-CN';
  const order = items.map((item) => item.code);
  return (
    <>
      <Field label={t('rule')}>
        <Select
          size="sm" value={rule.rule} options={RULES.map((value) => ({ value, label: t(`rules.${value}`) }))}
          onChange={(event) => change({ ...rule, rule: RULES.find((r) => r === event.target.value) ?? 'in-order' })}
        />
      </Field>
      {items.length > 1 && (
        <fieldset className="grid gap-1">
          <legend className="text-13 text-ink-2">{t('first')}</legend>
          {items.map((item) => (
            <Checkbox
              key={item.code} label={zh ? item.name.zh : item.name.en} checked={rule.first.includes(item.code)}
              onChange={(event) => change({ ...rule, first: order.filter((code) => (code === item.code ? event.target.checked : rule.first.includes(code))) })}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}
