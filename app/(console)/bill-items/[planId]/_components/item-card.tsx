'use client';

import { useLocale, useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { unitPriceText, type FeeItem } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import { ConditionFields } from './condition-fields';
import { PercentInput } from './figure-inputs';
import { LimitFields } from './limit-fields';
import { PricingFields } from './pricing-fields';

interface ItemCardProps {
  item: FeeItem;
  currency: Currency;
  change: (item: FeeItem) => void;
  remove: () => void;
  readOnly: boolean;
}

/** One item: closed it says name and price, open it can be changed. */
export function ItemCard({ item, currency, change, remove, readOnly }: ItemCardProps) {
  const t = useTranslations('bill-items');
  const zh = useLocale() === 'zh-CN';
  const set = (part: Partial<FeeItem>) => change({ ...item, ...part });
  return (
    <details className="rounded-md border border-line">
      <summary className="flex min-h-9 cursor-pointer flex-wrap items-baseline justify-between gap-x-3 px-3 py-1.5">
        <span className="font-medium">{zh ? item.name.zh : item.name.en}</span>
        <span className="text-13 text-ink-2 tabular-nums">{usePriceText(item, currency)}</span>
        {item.condition && (
          <span className="w-full text-12 text-ink-2">
            {t('condition.if', { attribute: item.condition.attribute, value: item.condition.equals })}
          </span>
        )}
      </summary>
      <fieldset disabled={readOnly} className="grid gap-3 border-t border-line p-3">
        <div className="grid grid-cols-2 gap-2">
          <Field label={t('items.nameZh')} required>
            <Input
              size="sm"
              value={item.name.zh}
              maxLength={60}
              onChange={(event) => set({ name: { ...item.name, zh: event.target.value } })}
            />
          </Field>
          <Field label={t('items.nameEn')} required>
            <Input
              size="sm"
              value={item.name.en}
              maxLength={60}
              onChange={(event) => set({ name: { ...item.name, en: event.target.value } })}
            />
          </Field>
        </div>
        <PricingFields pricing={item.pricing} currency={currency} change={(pricing) => set({ pricing })} />
        <LimitFields item={item} currency={currency} set={set} />
        <ConditionFields condition={item.condition} change={(condition) => set({ condition })} />
        <div className="grid grid-cols-2 gap-2">
          <Field label={t('items.account')}>
            <Input
              size="sm"
              className="font-mono"
              value={item.accountCode}
              maxLength={32}
              onChange={(event) => set({ accountCode: event.target.value })}
            />
          </Field>
          <Field label={t('items.tax')}>
            <PercentInput value={String(item.taxBps ?? 0)} onFigure={(bps) => set({ taxBps: Number.parseInt(bps, 10) })} />
          </Field>
        </div>
        {!readOnly && (
          <Button size="sm" variant="danger" onClick={remove}>
            {t('items.remove', { name: zh ? item.name.zh : item.name.en })}
          </Button>
        )}
      </fieldset>
    </details>
  );
}

/** `¥800.00`, `15.00 per day`, `0.6173 – 0.9173 per kWh`. */
function usePriceText(item: FeeItem, currency: Currency): string {
  const t = useTranslations('bill-items');
  const own = useLocale() === 'zh-CN' ? 'zh' : 'en';
  const { pricing } = item;
  switch (pricing.kind) {
    case 'fixed':
      return moneyText({ minor: pricing.amountMinor, currency });
    case 'per-unit':
      return t('pricing.perUnit', { price: unitPriceText(pricing.unitPriceMilliMinor), unit: pricing.unit[own] });
    case 'tiered':
      return t('pricing.tiers', { count: pricing.tiers.length, unit: pricing.unit[own] });
    case 'by-attribute':
      return t('pricing.byAttribute', { attribute: pricing.attribute });
  }
}
