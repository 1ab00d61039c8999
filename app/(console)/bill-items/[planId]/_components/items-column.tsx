'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { ITEMS_MAX, type Discount, type FeeItem, type FeePlanDocument } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import { Column } from './column';
import { DiscountCard } from './discount-card';
import { ExtrasCard } from './extras-card';
import { ItemCard } from './item-card';

/** A plan speaks both languages at once, whatever the reader's is. */
const NEW_ITEM = { zh: '新计费项', en: 'New item' };
const NEW_DISCOUNT = { zh: '新优惠', en: 'New discount' };

interface ItemsColumnProps {
  plan: FeePlanDocument;
  currency: Currency;
  change: (part: Partial<FeePlanDocument>) => void;
  readOnly: boolean;
}

/** What is charged, and what is taken off again. */
export function ItemsColumn({ plan, currency, change, readOnly }: ItemsColumnProps) {
  const t = useTranslations('bill-items');
  const setItem = (index: number, item: FeeItem | null) => change({ items: replaced(plan.items, index, item) });
  const setDiscount = (index: number, discount: Discount | null) => change({ discounts: replaced(plan.discounts, index, discount) });
  const addItem = () =>
    change({
      items: [
        ...plan.items,
        {
          code: freeCode('item', plan.items),
          name: NEW_ITEM,
          condition: null,
          accountCode: '6001',
          pricing: { kind: 'fixed', amountMinor: '0' },
        },
      ],
    });
  const addDiscount = () =>
    change({
      discounts: [
        ...plan.discounts,
        {
          code: freeCode('discount', plan.discounts),
          name: NEW_DISCOUNT,
          kind: 'percent',
          bps: 1_000,
          condition: null,
          itemCodes: [],
        },
      ],
    });
  return (
    <Column title={t('items.title')} sentence={t('items.sentence')}>
      <ul className="grid gap-2">
        {plan.items.map((item, index) => (
          <li key={item.code}>
            <ItemCard
              item={item}
              currency={currency}
              change={(next) => setItem(index, next)}
              remove={() => setItem(index, null)}
              readOnly={readOnly}
            />
          </li>
        ))}
      </ul>
      {!readOnly && (
        <Button size="sm" disabled={plan.items.length >= ITEMS_MAX} onClick={addItem}>
          {t('items.add')}
        </Button>
      )}
      <h3 className="mt-2 text-13 font-semibold">{t('discounts.title')}</h3>
      <ul className="grid gap-2">
        {plan.discounts.map((discount, index) => (
          <li key={discount.code}>
            <DiscountCard
              discount={discount}
              items={plan.items}
              currency={currency}
              change={(next) => setDiscount(index, next)}
              remove={() => setDiscount(index, null)}
              readOnly={readOnly}
            />
          </li>
        ))}
      </ul>
      {!readOnly && (
        <Button size="sm" onClick={addDiscount}>
          {t('discounts.add')}
        </Button>
      )}
      <h3 className="mt-2 text-13 font-semibold">{t('extras.title')}</h3>
      <ExtrasCard plan={plan} change={change} readOnly={readOnly} />
    </Column>
  );
}

function replaced<T>(list: readonly T[], index: number, value: T | null): T[] {
  return value === null ? list.filter((_, i) => i !== index) : list.map((old, i) => (i === index ? value : old));
}

function freeCode(base: string, taken: readonly { code: string }[]): string {
  for (let n = taken.length + 1; ; n++) if (!taken.some((x) => x.code === `${base}-${n}`)) return `${base}-${n}`;
}
