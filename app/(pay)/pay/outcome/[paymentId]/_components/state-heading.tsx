import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Money } from '@/components/money';
import { type Meaning, meaningText, StateShape } from '@/components/state-shape';
import { cn } from '@/components/class-names';
import type { MoneyWire } from '@/lib/kernel/money';

/** The state in large letters with its shape, the amount and the number; below it, what it means. */
export function StateHeading({
  meaning,
  title,
  amount,
  number,
  children,
}: {
  meaning: Meaning;
  title: ReactNode;
  amount: MoneyWire;
  number: string;
  children: ReactNode;
}) {
  const t = useTranslations('pay.outcome');
  return (
    <section className="grid gap-4 rounded-md border border-line bg-surface p-4 sm:p-6" aria-live="polite">
      <h1 className="flex items-start gap-3 text-24 leading-tight font-semibold">
        <StateShape meaning={meaning} className={cn('mt-2 size-4', meaningText[meaning])} />
        <span>{title}</span>
      </h1>
      <p className="flex flex-wrap items-baseline gap-x-4">
        <Money value={amount} align="start" className="text-32 font-semibold" />
        <span className="text-13 text-ink-2">{t('number', { number })}</span>
      </p>
      {children}
    </section>
  );
}
