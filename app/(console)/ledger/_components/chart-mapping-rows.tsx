'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { OwnChartView } from '@/lib/ledger';
import { EVENT_KINDS, type ChartContent } from '@/lib/ledger/model';

type Mappings = ChartContent['mappings'];
interface Props { mappings: Mappings; accounts: ChartContent['accounts']; slots: OwnChartView['slots']; change: (next: Mappings) => void; locked: boolean }

/** Which of the institution's accounts stands for each of the books': per channel and item where they have branches, per event where it matters. */
export function MappingRows({ mappings, accounts, slots, change, locked }: Props) {
  const t = useTranslations('ledger');
  const locale = useLocale();
  const [slot, setSlot] = useState(slots[0]?.code ?? '1122');
  const [event, setEvent] = useState('');
  const named = new Map(slots.map((one) => [one.code, locale === 'en' ? one.en : one.zh]));
  const options = accounts.map((one) => ({ value: one.code, label: `${one.code} ${locale === 'en' ? one.en : one.zh}` }));
  const wanted = event ? `${event}/${slot}` : slot;
  const words = (text: string) => {
    const [of, code] = text.includes('/') ? [text.slice(0, text.indexOf('/')), text.slice(text.indexOf('/') + 1)] : ['', text];
    return `${code} ${named.get(code) ?? ''}${of ? ` · ${t(`kind.${of}` as 'kind.reversal')}` : ''}`;
  };
  return (
    <Card title={t('chart.mappings', { count: mappings.length })} sentence={t('chart.mappingsSentence')} padding="none">
      <ul className="divide-y divide-line">
        {mappings.map((one, at) => (
          <li key={one.slot} className="grid items-center gap-2 px-4 py-2 sm:grid-cols-[1fr_1fr_auto]">
            <span className="min-w-0 break-words">{words(one.slot)}</span>
            <Field label={t('chart.ownAccount', { code: one.slot })} labelHidden>
              <Select size="sm" value={one.account} options={options} onChange={(e) => change(mappings.map((m, index) => (index === at ? { ...m, account: e.target.value } : m)))} />
            </Field>
            {!locked && <Button size="sm" variant="quiet" onClick={() => change(mappings.filter((_, index) => index !== at))} aria-label={t('chart.removeMapping', { code: one.slot })}>{t('chart.remove')}</Button>}
          </li>
        ))}
      </ul>
      {!locked && (
        <div className="flex flex-wrap items-end gap-2 px-4 py-3">
          <Field label={t('chart.slot')} className="w-72 max-sm:w-full"><Select size="sm" value={slot} onChange={(e) => setSlot(e.target.value)} options={slots.map((one) => ({ value: one.code, label: words(one.code) }))} /></Field>
          <Field label={t('chart.event')} className="w-52">
            <Select size="sm" value={event} onChange={(e) => setEvent(e.target.value)} options={[{ value: '', label: t('chart.anyEvent') }, ...EVENT_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))]} />
          </Field>
          <Button size="sm" disabled={!accounts[0] || mappings.some((one) => one.slot === wanted)} onClick={() => change([...mappings, { slot: wanted, account: accounts[0]!.code }])}>{t('chart.addMapping')}</Button>
        </div>
      )}
    </Card>
  );
}
