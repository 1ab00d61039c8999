'use client';

import { useLocale, useTranslations } from 'next-intl';
import { milliText, unitPriceText, type Explanation, type PriceStep } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import { Money } from './money';
import { moneyText } from './money-format';

/** Why a line costs what it costs: its steps in words, each with its part; the parts add up to the line. Needs the namespace `bill-items`. */
export function PriceSteps({ explanation, currency }: { explanation: Explanation; currency: Currency }) {
  const t = useTranslations('bill-items');
  const words = useStepWords(currency);
  return (
    <div className="grid gap-1 text-13">
      <ul className="grid gap-1">
        {explanation.steps.map((step, index) => (
          <li key={index} className="flex items-baseline justify-between gap-4">
            <span className="text-ink-2">{words(step)}</span>
            <Money value={{ minor: step.amountMinor, currency }} />
          </li>
        ))}
      </ul>
      {explanation.tax && (
        <p className="text-12 text-ink-2">
          {t('steps.tax', { percent: percent(explanation.tax.bps), amount: moneyText({ minor: explanation.tax.amountMinor, currency }) })}
        </p>
      )}
    </div>
  );
}

const percent = (bps: number): string => `${milliText(String(bps * 10))} %`;

function useStepWords(currency: Currency): (step: PriceStep) => string {
  const t = useTranslations('bill-items');
  const own = useLocale() === 'zh-CN' ? 'zh' : 'en';
  return (step) => {
    switch (step.kind) {
      case 'fixed':
        return t('steps.fixed');
      case 'by-attribute':
        return t('steps.byAttribute', { attribute: step.attribute, value: step.value || '—' });
      case 'minimum':
      case 'maximum':
        return t(`steps.${step.kind}`, { limit: moneyText({ minor: step.limitMinor, currency }) });
      case 'proration':
        return t('steps.proration', { days: step.days, of: step.of });
      case 'rounding':
        return t('steps.rounding', { unit: moneyText({ minor: step.unitMinor, currency }) });
      case 'credit-note':
        return t('steps.creditNote', { number: step.number, why: t(`steps.creditWhy.${step.why}`) });
      case 'late-fee':
        return t(step.capped ? 'steps.lateFeeCapped' : 'steps.lateFee', { days: step.days, percent: percent(step.dailyBps), of: moneyText({ minor: step.ofMinor, currency }) });
      case 'discount': {
        const of = moneyText({ minor: step.ofMinor, currency });
        return step.bps === null
          ? t('steps.discountFixed', { name: step.name[own] })
          : t('steps.discountPercent', { name: step.name[own], percent: percent(step.bps), of });
      }
      case 'quantity': {
        const values = { quantity: milliText(step.quantityMilli), unit: step.unit[own], price: unitPriceText(step.unitPriceMilliMinor) };
        const read = step.reading
          ? ` ${t('steps.reading', { from: milliText(step.reading.previousMilli), to: milliText(step.reading.currentMilli) })}`
          : '';
        if (!step.tier) return t('steps.quantity', values) + read;
        const range = { from: milliText(step.tier.fromMilli), upTo: step.tier.upToMilli === null ? '∞' : milliText(step.tier.upToMilli) };
        return t('steps.tier', { ...values, ...range });
      }
    }
  };
}
