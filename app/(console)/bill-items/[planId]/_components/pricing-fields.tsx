'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { Pricing } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import { ATTRIBUTES_LIST } from './condition-fields';
import { AmountInput, UnitPriceInput } from './figure-inputs';
import { TierFields } from './tier-fields';

type Kind = Pricing['kind'];
const KINDS: readonly Kind[] = ['fixed', 'per-unit', 'tiered', 'by-attribute'];

/** A new kind of price begins with figures that can be priced at once. */
const START: Record<Kind, Pricing> = {
  fixed: { kind: 'fixed', amountMinor: '0' },
  'per-unit': { kind: 'per-unit', quantity: { from: 'reading' }, unit: { zh: '度', en: 'kWh' }, unitPriceMilliMinor: '0' },
  tiered: {
    kind: 'tiered',
    quantity: { from: 'reading' },
    unit: { zh: '度', en: 'kWh' },
    tiers: [
      { upToMilli: '100000', unitPriceMilliMinor: '0' },
      { upToMilli: null, unitPriceMilliMinor: '0' },
    ],
  },
  'by-attribute': { kind: 'by-attribute', attribute: 'level', amounts: [{ equals: 'A', amountMinor: '0' }], otherwiseMinor: null },
};

export function PricingFields({ pricing, currency, change }: { pricing: Pricing; currency: Currency; change: (pricing: Pricing) => void }) {
  const t = useTranslations('bill-items');
  return (
    <>
      <Field label={t('pricing.kind')}>
        <Select
          size="sm"
          value={pricing.kind}
          onChange={(event) => change(START[KINDS.find((k) => k === event.target.value) ?? 'fixed'])}
          options={KINDS.map((kind) => ({ value: kind, label: t(`pricing.kinds.${kind}`) }))}
        />
      </Field>
      {pricing.kind === 'fixed' && (
        <Field label={t('pricing.amount')}>
          <AmountInput
            key={pricing.kind}
            currency={currency}
            value={pricing.amountMinor}
            onFigure={(amountMinor) => change({ ...pricing, amountMinor })}
          />
        </Field>
      )}
      {(pricing.kind === 'per-unit' || pricing.kind === 'tiered') && <QuantityFields pricing={pricing} change={change} />}
      {pricing.kind === 'per-unit' && (
        <Field label={t('pricing.unitPrice')}>
          <UnitPriceInput
            value={pricing.unitPriceMilliMinor}
            onFigure={(unitPriceMilliMinor) => change({ ...pricing, unitPriceMilliMinor })}
          />
        </Field>
      )}
      {pricing.kind === 'tiered' && <TierFields pricing={pricing} change={change} />}
      {pricing.kind === 'by-attribute' && <AttributeFields pricing={pricing} currency={currency} change={change} />}
    </>
  );
}

type ByQuantity = Extract<Pricing, { kind: 'per-unit' | 'tiered' }>;

function QuantityFields({ pricing, change }: { pricing: ByQuantity; change: (pricing: Pricing) => void }) {
  const t = useTranslations('bill-items');
  const { quantity } = pricing;
  return (
    <div className="grid grid-cols-2 gap-2">
      <Field label={t('pricing.quantityFrom')}>
        <Select
          size="sm"
          value={quantity.from}
          onChange={(event) =>
            change({
              ...pricing,
              quantity: event.target.value === 'reading' ? { from: 'reading' } : { from: 'attribute', attribute: 'quantity' },
            })
          }
          options={[
            { value: 'reading', label: t('pricing.fromReading') },
            { value: 'attribute', label: t('pricing.fromAttribute') },
          ]}
        />
      </Field>
      {quantity.from === 'attribute' && (
        <Field label={t('condition.attribute')}>
          <Input
            size="sm"
            list={ATTRIBUTES_LIST}
            value={quantity.attribute}
            maxLength={32}
            onChange={(event) => change({ ...pricing, quantity: { from: 'attribute', attribute: event.target.value } })}
          />
        </Field>
      )}
      <Field label={t('pricing.unitZh')}>
        <Input
          size="sm"
          value={pricing.unit.zh}
          maxLength={12}
          onChange={(event) => change({ ...pricing, unit: { ...pricing.unit, zh: event.target.value } })}
        />
      </Field>
      <Field label={t('pricing.unitEn')}>
        <Input
          size="sm"
          value={pricing.unit.en}
          maxLength={12}
          onChange={(event) => change({ ...pricing, unit: { ...pricing.unit, en: event.target.value } })}
        />
      </Field>
    </div>
  );
}

type ByAttribute = Extract<Pricing, { kind: 'by-attribute' }>;

function AttributeFields({ pricing, currency, change }: { pricing: ByAttribute; currency: Currency; change: (pricing: Pricing) => void }) {
  const t = useTranslations('bill-items');
  const setAmount = (index: number, part: Partial<ByAttribute['amounts'][number]>) =>
    change({ ...pricing, amounts: pricing.amounts.map((a, i) => (i === index ? { ...a, ...part } : a)) });
  return (
    <>
      <Field label={t('condition.attribute')}>
        <Input
          size="sm"
          list={ATTRIBUTES_LIST}
          value={pricing.attribute}
          maxLength={32}
          onChange={(event) => change({ ...pricing, attribute: event.target.value })}
        />
      </Field>
      {pricing.amounts.map((amount, index) => (
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-end gap-2">
          <Field label={t('condition.equals')}>
            <Input size="sm" value={amount.equals} maxLength={60} onChange={(event) => setAmount(index, { equals: event.target.value })} />
          </Field>
          <Field label={t('pricing.amount')}>
            <AmountInput currency={currency} value={amount.amountMinor} onFigure={(amountMinor) => setAmount(index, { amountMinor })} />
          </Field>
          <Button
            size="sm"
            variant="quiet"
            disabled={pricing.amounts.length === 1}
            onClick={() => change({ ...pricing, amounts: pricing.amounts.filter((_, i) => i !== index) })}
          >
            {t('pricing.removeRow')}
          </Button>
        </div>
      ))}
      <Button size="sm" onClick={() => change({ ...pricing, amounts: [...pricing.amounts, { equals: 'B', amountMinor: '0' }] })}>
        {t('pricing.addRow')}
      </Button>
    </>
  );
}
