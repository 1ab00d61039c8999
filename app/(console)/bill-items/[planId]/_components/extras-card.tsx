'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { FeePlanDocument, LateFee, Rounding } from '@/lib/bill-items/model';
import { PercentInput } from './figure-inputs';

const NEW_FEE: LateFee = { dailyBps: 5, graceDays: 7, capBps: 3_000, accountCode: '6001.90' };
const ROUNDINGS = ['10-down', '100-down', '100-half-up', '100-up'] as const;
const days = (text: string, max: number): number => Math.min(max, Math.max(0, Number.parseInt(text, 10) || 0));

/** What holds for the whole bill: what being late costs, and how the total is rounded. */
export function ExtrasCard({ plan, change, readOnly }: { plan: FeePlanDocument; change: (part: Partial<FeePlanDocument>) => void; readOnly: boolean }) {
  const t = useTranslations('bill-items.extras');
  const { lateFee, rounding } = plan;
  const set = (part: Partial<LateFee>) => lateFee && change({ lateFee: { ...lateFee, ...part } });
  return (
    <fieldset disabled={readOnly} className="mt-2 grid gap-3">
      <Checkbox label={t('lateFee')} checked={lateFee !== undefined} onChange={(event) => change({ lateFee: event.target.checked ? NEW_FEE : undefined })} />
      {lateFee && (
        <div className="grid grid-cols-2 gap-2">
          <Field label={t('daily')}><PercentInput value={String(lateFee.dailyBps)} onFigure={(bps) => set({ dailyBps: Number.parseInt(bps, 10) })} /></Field>
          <Field label={t('cap')}><PercentInput value={String(lateFee.capBps)} onFigure={(bps) => set({ capBps: Number.parseInt(bps, 10) })} /></Field>
          <Field label={t('grace')}>
            <Input size="sm" type="number" min={0} max={90} value={String(lateFee.graceDays)} onChange={(event) => set({ graceDays: days(event.target.value, 90) })} />
          </Field>
          <Field label={t('account')}><Input size="sm" className="font-mono" value={lateFee.accountCode} maxLength={32} onChange={(event) => set({ accountCode: event.target.value })} /></Field>
        </div>
      )}
      <Field label={t('rounding')}>
        <Select
          size="sm"
          value={rounding ? `${rounding.unitMinor}-${rounding.mode}` : ''}
          placeholder={t('exact')}
          onChange={(event) => change({ rounding: roundingOf(event.target.value) })}
          options={ROUNDINGS.map((value) => ({ value, label: t(`roundings.${value}`) }))}
        />
      </Field>
    </fieldset>
  );
}

function roundingOf(value: string): Rounding | undefined {
  const [, unitMinor, mode] = /^(10|100)-(down|half-up|up)$/.exec(value) ?? [];
  return unitMinor && mode ? { unitMinor: unitMinor as Rounding['unitMinor'], mode: mode as Rounding['mode'] } : undefined;
}
