'use client';

import { useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import { milliText, unitPriceText, type PlanDifference } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';

/** Differences between two versions, in words. */
export function DifferenceList({ differences, currency }: { differences: readonly PlanDifference[]; currency: Currency }) {
  const t = useTranslations('bill-items');
  const words = (d: PlanDifference): string => {
    const where = d.subject ? `${t(`areas.${d.area}`)} “${d.subject}”` : t(`areas.${d.area}`);
    if (d.kind !== 'changed') return t(`differences.${d.kind}`, { where });
    const field = t.has(`fields.${d.field}`) ? t(`fields.${d.field}`) : d.field;
    const value = (text: string) => (text === '' ? t('differences.nothing') : figure(d.field, text, currency));
    return t('differences.changed', { where, field, before: value(d.before), after: value(d.after) });
  };
  return (
    <ul className="grid list-disc gap-1 pl-5 text-13">
      {differences.map((d) => <li key={`${d.area}-${d.subject}-${d.field}-${d.kind}`}>{words(d)}</li>)}
    </ul>
  );
}

/** Amounts, prices and percentages as people write them; everything else as it stands in the plan. */
function figure(field: string, text: string, currency: Currency): string {
  if (!/^\d+$/.test(text)) return text;
  if (field.endsWith('unitPriceMilliMinor')) return unitPriceText(text);
  if (/[mM]inor$/.test(field)) return moneyText({ minor: text, currency });
  if (/[bB]ps$/.test(field)) return `${milliText((BigInt(text) * 10n).toString())} %`;
  return text;
}
