'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { showSummary } from '@/components/ui/toast';
import type { WaivablePlan } from '@/lib/bill-items/model';
import { requestWaiverAction } from '../actions';

/** Asks for a waiver; somebody else signs before it counts. */
export function AskWaiver({ payer, plans }: { payer: { readonly id: string; readonly name: string }; plans: readonly WaivablePlan[] }) {
  const t = useTranslations('payers.waivers');
  const zh = useLocale() === 'zh-CN';
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState({ planId: plans[0]?.planId ?? '', item: '', percent: '100', from: '', until: '', reason: '' });
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const set = (part: Partial<typeof form>) => setForm((all) => ({ ...all, ...part }));
  const items = plans.find((plan) => plan.planId === form.planId)?.items ?? [];
  const ask = () =>
    start(async () => {
      const { item, percent, ...rest } = form;
      const answer = await requestWaiverAction({ ...rest, payerId: payer.id, percent: Number(percent), itemCodes: item === '' ? [] : [item] });
      setError(answer.ok ? null : answer.error.message);
      if (!answer.ok) return;
      setOpen(false);
      showSummary({ title: t('done'), next: t('doneNext') });
    });
  return (
    <Dialog
      open={open} onOpenChange={setOpen} title={t('askTitle', { name: payer.name })} description={t('askSentence')} trigger={<Button size="sm">{t('ask')}</Button>}
      footer={<Button variant="primary" pending={busy} disabled={form.reason.trim() === '' || form.from === '' || form.percent === ''} onClick={ask}>{t('submit')}</Button>}
    >
      {error && <Banner meaning="wrong" title={error} live className="mb-3" />}
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('plan')} required>
          <Select value={form.planId} onChange={(event) => set({ planId: event.target.value, item: '' })} options={plans.map((plan) => ({ value: plan.planId, label: zh ? plan.nameZh : plan.nameEn }))} />
        </Field>
        <Field label={t('items')}>
          <Select value={form.item} onChange={(event) => set({ item: event.target.value })} options={[{ value: '', label: t('itemsAll') }, ...items.map((item) => ({ value: item.code, label: zh ? item.zh : item.en }))]} />
        </Field>
        <Field label={t('percent')} required><Input type="number" min={1} max={100} value={form.percent} onChange={(event) => set({ percent: event.target.value })} /></Field>
        <Field label={t('reason')} required><Input value={form.reason} maxLength={60} onChange={(event) => set({ reason: event.target.value })} /></Field>
        <Field label={t('from')} required><Input type="date" value={form.from} onChange={(event) => set({ from: event.target.value })} /></Field>
        <Field label={t('until')} description={t('untilAbout')}><Input type="date" value={form.until} onChange={(event) => set({ until: event.target.value })} /></Field>
      </div>
    </Dialog>
  );
}
