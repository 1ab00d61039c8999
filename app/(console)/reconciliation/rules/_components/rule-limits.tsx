'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { MoneyInput } from '@/components/ui/money-input';
import { exponentOf, type Currency } from '@/lib/kernel/money';
import type { RuleSet } from '@/lib/reconciliation/model';
import { limitMinor } from './limit-amounts';

export type Tolerance = Readonly<Record<keyof RuleSet['tolerance'], string>>;

interface RuleLimitsProps {
  rules: RuleSet;
  put: (change: Partial<RuleSet>) => void;
  currency: Currency;
  /** As typed, in major units: what is half-written is not yet an amount. */
  tolerance: Tolerance;
  type: (tolerance: Tolerance) => void;
}

/** How far the rules may go: times, amounts, days. */
export function RuleLimits({ rules, put, currency, tolerance, type }: RuleLimitsProps) {
  const t = useTranslations('reconciliation');
  const whole = (text: string) => (/^\d{1,7}$/.test(text) ? Number.parseInt(text, 10) : 0);
  const seconds = (key: keyof RuleSet['window']): ReactNode => (
    <Field label={t(`rules.window.${key}`)}>
      <Input inputMode="numeric" value={String(rules.window[key])} onChange={(event) => put({ window: { ...rules.window, [key]: whole(event.target.value) } })} />
    </Field>
  );
  const amount = (key: keyof Tolerance): ReactNode => (
    <Field label={t(`rules.tolerance.${key}`)} error={limitMinor(tolerance[key], currency) === null && t('rules.badAmount', { digits: exponentOf(currency) })}>
      <MoneyInput currency={currency} value={tolerance[key]} onValueChange={(text) => type({ ...tolerance, [key]: text })} />
    </Field>
  );
  return (
    <div className="mt-4 grid gap-3 sm:grid-cols-2 desk:grid-cols-4">
      {seconds('beforeSeconds')}{seconds('afterSeconds')}{seconds('nearestSeconds')}{seconds('marginSeconds')}
      {amount('ignoreBelowMinor')}{amount('dailyCapMinor')}
      <Field label={t('rules.readyAt')}>
        <Input type="time" value={rules.notYet.readyAt} onChange={(event) => put({ notYet: { ...rules.notYet, readyAt: event.target.value || '10:00' } })} />
      </Field>
      <Field label={t('rules.nearCut')}>
        <Input inputMode="numeric" value={String(rules.notYet.nearCutMinutes)} onChange={(event) => put({ notYet: { ...rules.notYet, nearCutMinutes: whole(event.target.value) } })} />
      </Field>
      <Field label={t('rules.workdays')} description={t('rules.workdaysHint')}>
        <Input
          defaultValue={rules.notYet.workdaysOnly.join(' ')}
          onChange={(event) => put({ notYet: { ...rules.notYet, workdaysOnly: event.target.value.split(/\s+/).filter(Boolean) } })}
        />
      </Field>
      <Field label={t('rules.fees')} description={t('rules.feesHint')}>
        <Input defaultValue={Object.entries(rules.fees.bps).map(([c, bps]) => `${c}=${bps}`).join(' ')} onChange={(event) => put({ fees: { ...rules.fees, bps: feesOf(event.target.value) } })} />
      </Field>
    </div>
  );
}

/** `wechat=60 ccb=30`: basis points per channel; what cannot be read is left out. */
const feesOf = (text: string): Record<string, number> =>
  Object.fromEntries([...text.matchAll(/([a-z]{2,20})=(\d{1,4})/g)].map((m) => [m[1]!, Number.parseInt(m[2]!, 10)]));
