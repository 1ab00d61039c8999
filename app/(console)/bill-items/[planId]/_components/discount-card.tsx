'use client';

import { useLocale, useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { milliText, type Discount, type FeeItem } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import { ConditionFields } from './condition-fields';
import { AmountInput, PercentInput } from './figure-inputs';

interface DiscountCardProps {
  discount: Discount;
  items: readonly FeeItem[];
  currency: Currency;
  change: (discount: Discount) => void;
  remove: () => void;
  readOnly: boolean;
}

export function DiscountCard({ discount, items, currency, change, remove, readOnly }: DiscountCardProps) {
  const t = useTranslations('bill-items');
  const own = useLocale() === 'zh-CN' ? 'zh' : 'en';
  const { code, name, condition, itemCodes } = discount;
  const base = { code, name, condition, itemCodes, exclusive: discount.exclusive };
  const off =
    discount.kind === 'percent' ? `−${milliText(String(discount.bps * 10))} %` : `−${moneyText({ minor: discount.amountMinor, currency })}`;
  return (
    <details className="rounded-md border border-line">
      <summary className="flex min-h-9 cursor-pointer flex-wrap items-baseline justify-between gap-x-3 px-3 py-1.5">
        <span className="font-medium">{name[own]}</span>
        <span className="text-13 text-ink-2 tabular-nums">{off}</span>
        {condition && (
          <span className="w-full text-12 text-ink-2">
            {t('condition.if', { attribute: condition.attribute, value: condition.equals })}
          </span>
        )}
      </summary>
      <fieldset disabled={readOnly} className="grid gap-3 border-t border-line p-3">
        <div className="grid grid-cols-2 gap-2">
          <Field label={t('items.nameZh')} required>
            <Input
              size="sm"
              value={name.zh}
              maxLength={60}
              onChange={(event) => change({ ...discount, name: { ...name, zh: event.target.value } })}
            />
          </Field>
          <Field label={t('items.nameEn')} required>
            <Input
              size="sm"
              value={name.en}
              maxLength={60}
              onChange={(event) => change({ ...discount, name: { ...name, en: event.target.value } })}
            />
          </Field>
          <Field label={t('discounts.kind')}>
            <Select
              size="sm"
              value={discount.kind}
              onChange={(event) =>
                change(
                  event.target.value === 'percent'
                    ? { ...base, kind: 'percent', bps: 1_000 }
                    : { ...base, kind: 'fixed', amountMinor: '0' },
                )
              }
              options={[
                { value: 'percent', label: t('discounts.percent') },
                { value: 'fixed', label: t('discounts.fixed') },
              ]}
            />
          </Field>
          <Field label={discount.kind === 'percent' ? t('discounts.percent') : t('discounts.fixed')}>
            {discount.kind === 'percent' ? (
              <PercentInput value={String(discount.bps)} onFigure={(bps) => change({ ...discount, bps: Number.parseInt(bps, 10) })} />
            ) : (
              <AmountInput
                currency={currency}
                value={discount.amountMinor}
                onFigure={(amountMinor) => change({ ...discount, amountMinor })}
              />
            )}
          </Field>
        </div>
        <div className="grid gap-1">
          <p className="text-13 font-medium">{t('discounts.of')}</p>
          {items.map((item) => (
            <Checkbox
              key={item.code}
              label={item.name[own]}
              checked={itemCodes.includes(item.code)}
              onChange={(event) =>
                change({
                  ...discount,
                  itemCodes: event.target.checked ? [...itemCodes, item.code] : itemCodes.filter((c) => c !== item.code),
                })
              }
            />
          ))}
          <p className="text-12 text-ink-2">{t('discounts.ofAll')}</p>
        </div>
        <Field label={t('discounts.exclusive')} description={t('discounts.exclusiveHint')}>
          <Input
            size="sm" value={discount.exclusive ?? ''} maxLength={32} autoComplete="off"
            onChange={(event) => change({ ...discount, exclusive: event.target.value.toLowerCase().replace(/[^a-z0-9-]/g, '').replace(/^[^a-z]+/, '') || undefined })}
          />
        </Field>
        <ConditionFields condition={condition} change={(next) => change({ ...discount, condition: next })} />
        {!readOnly && (
          <Button size="sm" variant="danger" onClick={remove}>
            {t('items.remove', { name: name[own] })}
          </Button>
        )}
      </fieldset>
    </details>
  );
}
