'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { OwnChartView } from '@/lib/ledger';
import { EVENT_KINDS, type ChartContent, type OwnPair } from '@/lib/ledger/model';

type Pairs = ChartContent['pairs'];
interface Props { pairs: Pairs; accounts: ChartContent['accounts']; slots: OwnChartView['slots']; change: (next: Pairs) => void; locked: boolean }

/** Lines that a voucher of these events gets besides: always a debit and a credit of one amount. */
export function PairRows({ pairs, accounts, slots, change, locked }: Props) {
  const t = useTranslations('ledger');
  const locale = useLocale();
  const put = (at: number, part: Partial<OwnPair>) => change(pairs.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const options = accounts.map((one) => ({ value: one.code, label: `${one.code} ${locale === 'en' ? one.en : one.zh}` }));
  const lines = [...new Set([...pairs.map((one) => one.on), ...slots.map((one) => one.code)])].map((code) => ({ value: code, label: code }));
  const first = accounts[0]?.code ?? '';
  return (
    <Card title={t('chart.pairs', { count: pairs.length })} sentence={t('chart.pairsSentence')} padding="none">
      <ul className="divide-y divide-line">
        {pairs.map((one, at) => (
          <li key={at} className="grid gap-3 px-4 py-3 sm:grid-cols-2 desk:grid-cols-3">
            <fieldset className="sm:col-span-2 desk:col-span-3">
              <legend className="text-13 text-ink-2">{t('chart.events')}</legend>
              <div className="flex flex-wrap gap-x-4 gap-y-1">
                {EVENT_KINDS.map((kind) => (
                  <label key={kind} className="inline-flex items-center gap-1.5 text-13">
                    <input
                      type="checkbox" checked={one.events.includes(kind)}
                      onChange={(event) => put(at, { events: event.target.checked ? [...one.events, kind] : one.events.filter((each) => each !== kind) })}
                    />
                    {t(`kind.${kind}`)}
                  </label>
                ))}
              </div>
            </fieldset>
            <Field label={t('chart.on')}><Select size="sm" value={one.on} options={lines} onChange={(event) => put(at, { on: event.target.value })} /></Field>
            <Field label={t('chart.side')}>
              <Select size="sm" value={one.side} options={(['debit', 'credit'] as const).map((side) => ({ value: side, label: t(`balance.${side}`) }))} onChange={(event) => put(at, { side: event.target.value === 'credit' ? 'credit' : 'debit' })} />
            </Field>
            <Field label={t('chart.tax')}>
              <Input size="sm" inputMode="decimal" placeholder={t('chart.wholeAmount')} defaultValue={one.taxBps === null ? '' : percent(one.taxBps)} onChange={(event) => put(at, { taxBps: bpsOf(event.target.value) })} />
            </Field>
            <Field label={t('balance.debit')}><Select size="sm" value={one.debit} options={options} onChange={(event) => put(at, { debit: event.target.value })} /></Field>
            <Field label={t('balance.credit')}><Select size="sm" value={one.credit} options={options} onChange={(event) => put(at, { credit: event.target.value })} /></Field>
            {!locked && <Button size="sm" variant="quiet" className="self-end" onClick={() => change(pairs.filter((_, index) => index !== at))}>{t('chart.removePair', { number: at + 1 })}</Button>}
          </li>
        ))}
      </ul>
      {!locked && (
        <div className="px-4 py-2">
          <Button size="sm" disabled={!first} onClick={() => change([...pairs, { events: ['payment-succeeded'], on: lines[0]?.value ?? '1122', side: 'debit', debit: first, credit: first, taxBps: null }])}>{t('chart.addPair')}</Button>
        </div>
      )}
    </Card>
  );
}

/** Hundredths of a percent as people write a rate: 600 → 6, 650 → 6.5. */
const percent = (bps: number): string => `${Math.floor(bps / 100)}${bps % 100 === 0 ? '' : `.${String(bps % 100).padStart(2, '0').replace(/0$/, '')}`}`;

/** Null for nothing, and for what is not a rate. */
function bpsOf(text: string): number | null {
  const [, whole, part = ''] = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/%$/, '')) ?? [];
  const bps = whole === undefined ? 0 : Number.parseInt(whole, 10) * 100 + Number.parseInt(part.padEnd(2, '0'), 10);
  return bps > 0 ? bps : null;
}
