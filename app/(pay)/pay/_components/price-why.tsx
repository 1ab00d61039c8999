import { useLocale, useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import { milliText, unitPriceText, type Explanation, type PriceStep } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';

/** Why a line costs what it costs, in words. Rendered on the server: the payer's page carries no code for it. */
export function PriceWhy({ explanation, currency }: { explanation: Explanation; currency: Currency }) {
  const words = useStepWords(currency);
  const t = useTranslations('pay.why');
  const { tax } = explanation;
  return (
    <ul className="mt-0.5 grid gap-0.5 text-13 text-ink-2">
      {explanation.steps.map((step, index) => (
        <li key={index} className="flex flex-wrap justify-between gap-x-4">
          <span>{words(step)}</span>
          <span className="tabular-nums">{moneyText({ minor: step.amountMinor, currency })}</span>
        </li>
      ))}
      {tax && <li>{t('tax', { percent: percent(tax.bps), amount: moneyText({ minor: tax.amountMinor, currency }) })}</li>}
    </ul>
  );
}

const percent = (bps: number): string => `${milliText(String(bps * 10))} %`;

function useStepWords(currency: Currency): (step: PriceStep) => string {
  const t = useTranslations('pay.why');
  const own = useLocale() === 'zh-CN' ? 'zh' : 'en';
  return (step) => {
    switch (step.kind) {
      case 'fixed':
        return t('fixed');
      case 'by-attribute':
        return t('byAttribute', { value: step.value || '—' });
      case 'minimum':
      case 'maximum':
        return t(`${step.kind}`, { limit: moneyText({ minor: step.limitMinor, currency }) });
      case 'proration':
        return t('proration', { days: step.days, of: step.of });
      case 'rounding':
        return t('rounding', { unit: moneyText({ minor: step.unitMinor, currency }) });
      case 'credit-note':
        return t('creditNote', { number: step.number });
      case 'late-fee':
        return t(step.capped ? 'lateFeeCapped' : 'lateFee', { days: step.days, percent: percent(step.dailyBps), of: moneyText({ minor: step.ofMinor, currency }) });
      case 'discount':
        return step.bps === null
          ? t('discountFixed', { name: step.name[own] })
          : t('discount', { name: step.name[own], percent: percent(step.bps), of: moneyText({ minor: step.ofMinor, currency }) });
      case 'quantity': {
        const quantity = t('quantity', {
          quantity: milliText(step.quantityMilli),
          unit: step.unit[own],
          price: unitPriceText(step.unitPriceMilliMinor),
        });
        const range =
          step.tier &&
          t('tier', { from: milliText(step.tier.fromMilli), to: step.tier.upToMilli === null ? '∞' : milliText(step.tier.upToMilli) });
        const read =
          step.reading && t('reading', { from: milliText(step.reading.previousMilli), to: milliText(step.reading.currentMilli) });
        return [quantity, range, read].filter(Boolean).join(' · ');
      }
    }
  };
}
