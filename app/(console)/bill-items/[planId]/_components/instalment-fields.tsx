'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { InstalmentRule } from '@/lib/bill-items/model';
import { PercentInput } from './figure-inputs';

const WHOLE_BPS = 10_000;
const PARTS_MAX = 12;
const DAYS_APART = 30;

/** Even shares a month apart; the last one takes what does not divide. */
const evenly = (count: number): InstalmentRule =>
  Array.from({ length: count }, (_, i) => {
    const share = Math.floor(WHOLE_BPS / count);
    return { bps: i === count - 1 ? WHOLE_BPS - share * (count - 1) : share, afterDays: i * DAYS_APART };
  });

interface InstalmentFieldsProps {
  rule: InstalmentRule | undefined;
  change: (rule: InstalmentRule | undefined) => void;
}

/** Whether the plan's bills are paid in parts, in what shares and how many days apart. */
export function InstalmentFields({ rule, change }: InstalmentFieldsProps) {
  const t = useTranslations('bill-items.instalments');
  const whole = (text: string, max: number) => Math.min(max, Math.max(0, Number.parseInt(text, 10) || 0));
  const set = (index: number, part: Partial<InstalmentRule[number]>) => rule && change(rule.map((p, i) => (i === index ? { ...p, ...part } : p)));
  return (
    <>
      <Checkbox label={t('allow')} checked={rule !== undefined} onChange={(event) => change(event.target.checked ? evenly(3) : undefined)} />
      {rule && (
        <div className="grid gap-2">
          <Field label={t('count')}>
            <Input size="sm" type="number" min={2} max={PARTS_MAX} value={rule.length} onChange={(event) => change(evenly(Math.max(2, whole(event.target.value, PARTS_MAX))))} />
          </Field>
          {rule.map((part, i) => (
            <div key={i} className="grid grid-cols-2 gap-2">
              <Field label={t('share', { n: i + 1 })}><PercentInput value={String(part.bps)} onFigure={(bps) => set(i, { bps: whole(bps, WHOLE_BPS - 1) })} /></Field>
              <Field label={t('after', { n: i + 1 })}>
                <Input size="sm" type="number" min={0} max={720} disabled={i === 0} value={part.afterDays} onChange={(event) => set(i, { afterDays: whole(event.target.value, 720) })} />
              </Field>
            </div>
          ))}
        </div>
      )}
    </>
  );
}
