'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { MoneyInput } from '@/components/ui/money-input';
import { moneyText } from '@/components/money-format';
import { fromWire, parseDecimal, toDecimal } from '@/lib/kernel/money';
import { itemText, type RefundItemView } from '@/lib/refunds/model';

/** Chosen items → the amount typed for each. */
export type Chosen = Readonly<Record<string, string>>;
const keyOf = (item: Pick<RefundItemView, 'billId' | 'item'>): string => `${item.billId}|${item.item}`;

/** What the chosen items come to; null while an amount cannot be read. */
export function sumOfItems(items: readonly RefundItemView[], chosen: Chosen): bigint | null {
  let sum = 0n;
  for (const item of items) {
    const typed = chosen[keyOf(item)];
    if (typed === undefined) continue;
    const amount = parseDecimal(typed, item.amount.currency);
    if (!amount.ok) return null;
    sum += amount.value.minor;
  }
  return sum;
}

/** Every item that can still go back, each for all of it unless a smaller amount is typed. */
export function RefundByItem({ items, chosen, onChange }: { items: readonly RefundItemView[]; chosen: Chosen; onChange: (next: Chosen) => void }) {
  const t = useTranslations('payments');
  const locale = useLocale();
  const put = (key: string, typed: string | undefined) => {
    const { [key]: _old, ...rest } = chosen;
    onChange(typed === undefined ? rest : { ...rest, [key]: typed });
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-13 font-medium">{t('request.items')}</legend>
      {items.map((item) => {
        const key = keyOf(item);
        const typed = chosen[key];
        const label = locale === 'en' ? item.labelEn : item.labelZh;
        return (
          <div key={key} className="grid grid-cols-[minmax(0,1fr)_9rem] items-center gap-x-3">
            <Checkbox
              checked={typed !== undefined} onChange={(event) => put(key, event.target.checked ? toDecimal(fromWire(item.amount)) : undefined)}
              label={label} description={t('request.itemLeft', { bill: item.billNumber, amount: moneyText(item.amount) })}
            />
            {typed !== undefined && (
              <>
                <MoneyInput size="sm" currency={item.amount.currency} value={typed} onValueChange={(text) => put(key, text)} aria-label={t('request.itemAmount', { item: label })} />
                <input type="hidden" name="items[]" value={itemText(item.billId, item.item, typed.replaceAll(',', ''))} />
              </>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
