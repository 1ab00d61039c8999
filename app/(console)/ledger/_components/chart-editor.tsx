'use client';

import { useTranslations } from 'next-intl';
import { startTransition, useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import type { OwnChartView } from '@/lib/ledger';
import { CHART_TEMPLATES, chartFrom, type ChartContent, type ChartTemplate } from '@/lib/ledger/model';
import { askForChartAction, draftChartAction } from '../actions';
import { AccountRows } from './chart-account-rows';
import { MappingRows } from './chart-mapping-rows';
import { PairRows } from './chart-pair-rows';

/** The institution's own chart and posting templates: written as a draft, looked at in real vouchers, then put before others. */
export function ChartEditor({ view, mayWrite }: { view: OwnChartView; mayWrite: boolean }) {
  const t = useTranslations('ledger.chart');
  const [content, setContent] = useState<ChartContent | null>(view.draft?.content ?? view.inForce);
  const [from, setFrom] = useState(view.draft?.from ?? view.today);
  const [note, setNote] = useState(view.draft?.note ?? '');
  const locked = !mayWrite || view.draft?.status === 'asked';
  const [saved, save, saving] = useActionState(async (_before: ActionState<unknown>) => {
    const answer = await draftChartAction({ content: content!, from, note });
    if (answer.ok) showSummary({ title: t('saved'), next: t('savedNext') });
    return answer;
  }, null);
  const [asked, ask, asking] = useActionState(async (_before: ActionState<unknown>) => {
    const answer = await askForChartAction({});
    if (answer.ok) showSummary({ title: t('asked'), next: t('askedNext') });
    return answer;
  }, null);
  if (!content) return <Start mayWrite={mayWrite} begin={setContent} />;
  const part = <K extends keyof ChartContent>(name: K) => (value: ChartContent[K]) => setContent({ ...content, [name]: value });
  return (
    // Not the form's own action: that resets what is chosen in the lists, while the draft still holds it.
    <form onSubmit={(event) => { event.preventDefault(); startTransition(save); }} className="grid gap-4">
      {[saved, asked].map((state, at) => state?.ok === false && <FormRefusal key={at} state={state} />)}
      {view.draft?.status === 'asked' && <p className="text-ink-2">{t('underWay')}</p>}
      <fieldset disabled={locked} className="grid min-w-0 gap-4">
        <AccountRows accounts={content.accounts} change={part('accounts')} locked={locked} />
        <MappingRows mappings={content.mappings} accounts={content.accounts} slots={view.slots} change={part('mappings')} locked={locked} />
        <PairRows pairs={content.pairs} accounts={content.accounts} slots={view.slots} change={part('pairs')} locked={locked} />
      </fieldset>
      {mayWrite && !locked && (
        <Card title={t('finish')} sentence={t('finishSentence')}>
          <div className="flex flex-wrap items-end gap-3">
            <Field label={t('from')} className="w-44"><Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} required /></Field>
            <Field label={t('note')} className="min-w-48 flex-1"><Input value={note} maxLength={300} onChange={(event) => setNote(event.target.value)} /></Field>
            <Button type="submit" variant="primary" pending={saving}>{t('save')}</Button>
            {view.draft && <Button variant="secondary" pending={asking} onClick={() => startTransition(ask)}>{t('ask')}</Button>}
          </div>
        </Card>
      )}
    </form>
  );
}

/** Nothing yet: begin with the chart of one's kind. */
function Start({ mayWrite, begin }: { mayWrite: boolean; begin: (content: ChartContent) => void }) {
  const t = useTranslations('ledger.chart');
  const [template, setTemplate] = useState<ChartTemplate>('public-school');
  if (!mayWrite) return null;
  return (
    <Card title={t('start')} sentence={t('startSentence')}>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('template')} className="w-72 max-sm:w-full">
          <Select value={template} onChange={(event) => setTemplate(event.target.value as ChartTemplate)} options={CHART_TEMPLATES.map((one) => ({ value: one, label: t(`templates.${one}`) }))} />
        </Field>
        <Button variant="primary" onClick={() => begin(chartFrom(template))}>{t('begin')}</Button>
      </div>
    </Card>
  );
}
