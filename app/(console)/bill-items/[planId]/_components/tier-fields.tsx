'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { Pricing } from '@/lib/bill-items/model';
import { QuantityInput, UnitPriceInput } from './figure-inputs';

type Tiered = Extract<Pricing, { kind: 'tiered' }>;
const TIERS_MAX = 8;

/** Steps of a rising price; the last one has no upper end. */
export function TierFields({ pricing, change }: { pricing: Tiered; change: (pricing: Pricing) => void }) {
  const t = useTranslations('bill-items');
  const unit = pricing.unit[useLocale() === 'zh-CN' ? 'zh' : 'en'];
  const set = (index: number, part: Partial<Tiered['tiers'][number]>) =>
    change({ ...pricing, tiers: pricing.tiers.map((tier, i) => (i === index ? { ...tier, ...part } : tier)) });
  const add = () => {
    const before = pricing.tiers.at(-2)?.upToMilli ?? '0';
    const next = {
      upToMilli: (BigInt(before) + 100_000n).toString(),
      unitPriceMilliMinor: pricing.tiers.at(-1)?.unitPriceMilliMinor ?? '0',
    };
    change({ ...pricing, tiers: [...pricing.tiers.slice(0, -1), next, pricing.tiers.at(-1)!] });
  };
  return (
    <>
      {pricing.tiers.map((tier, index) => (
        <div key={`${index}-${pricing.tiers.length}`} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-end gap-2">
          <Field label={t('pricing.upTo', { unit })}>
            {tier.upToMilli === null ? (
              <output className="flex h-7 items-center text-13 text-ink-2">{t('pricing.andAbove')}</output>
            ) : (
              <QuantityInput value={tier.upToMilli} onFigure={(upToMilli) => set(index, { upToMilli })} />
            )}
          </Field>
          <Field label={t('pricing.unitPrice')}>
            <UnitPriceInput value={tier.unitPriceMilliMinor} onFigure={(unitPriceMilliMinor) => set(index, { unitPriceMilliMinor })} />
          </Field>
          <Button
            size="sm"
            variant="quiet"
            disabled={tier.upToMilli === null}
            onClick={() => change({ ...pricing, tiers: pricing.tiers.filter((_, i) => i !== index) })}
          >
            {t('pricing.removeRow')}
          </Button>
        </div>
      ))}
      <Button size="sm" disabled={pricing.tiers.length >= TIERS_MAX} onClick={add}>
        {t('pricing.addTier')}
      </Button>
    </>
  );
}
