'use client';

import { useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import type { PlanImpact } from '@/lib/bill-items/model';

const CYCLES_SHOWN = 6;

/** What the change does, and does not do, to bills that are there already. */
export function ImpactNote({ impact }: { impact: PlanImpact }) {
  const t = useTranslations('bill-items.impact');
  const named = (cycles: readonly string[]) => cycles.slice(0, CYCLES_SHOWN).join(', ') + (cycles.length > CYCLES_SHOWN ? ' …' : '');
  return (
    <section className="grid gap-2">
      <h3 className="font-semibold">{t('title')}</h3>
      <ul className="grid list-disc gap-1 pl-5 text-13">
        <li>{impact.openBills > 0 ? t('open', { count: impact.openBills, amount: moneyText(impact.open) }) : t('noneOpen')}</li>
        {impact.issuedAlready.length > 0 && <li>{t('issued', { cycles: named(impact.issuedAlready) })}</li>}
        {impact.running.length > 0 && <li>{t('running', { cycles: named(impact.running) })}</li>}
        <li>{impact.first ? t('first', { cycle: impact.first.cycleKey, date: impact.first.issueDate }) : t('never')}</li>
      </ul>
    </section>
  );
}
