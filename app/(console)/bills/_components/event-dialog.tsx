'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { showSummary } from '@/components/ui/toast';
import type { EventPlan } from '@/lib/bills/model';
import { requestBillRunAction } from '../actions';

/** Something happened: what, and to whom. Each happening is billed once. */
export function EventDialog({ plans, zh }: { plans: readonly EventPlan[]; zh: boolean }) {
  const t = useTranslations('bills');
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [planId, setPlanId] = useState(plans[0]?.planId ?? '');
  const [name, setName] = useState('');
  const [numbers, setNumbers] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const cycleKey = `event-${name.trim().toLowerCase()}`;
  const payers = numbers.split(/[\s,，;；]+/).filter((n) => n !== '');
  const issue = () => start(async () => {
    const answer = await requestBillRunAction({ planId, cycleKey, ...(payers.length > 0 && { payers }) });
    setError(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    setOpen(false);
    showSummary({ title: t('issue.started', { count: answer.value.payers, cycle: cycleKey }), next: t('issue.startedNext') });
    await client.invalidateQueries({ queryKey: ['bill-runs'] });
  });
  return (
    <Dialog
      open={open} onOpenChange={setOpen} title={t('event.title')} description={t('event.sentence')} trigger={<Button>{t('event.open')}</Button>}
      footer={
        <Button variant="primary" pending={busy} disabled={!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name.trim().toLowerCase())} onClick={issue}>
          {t(payers.length > 0 ? 'event.submit' : 'event.submitAll', { count: payers.length })}
        </Button>
      }
    >
      {error && <Banner meaning="wrong" title={error} live className="mb-3" />}
      <div className="grid gap-3">
        <Field label={t('event.plan')}>
          <Select value={planId} onChange={(e) => setPlanId(e.target.value)} options={plans.map((p) => ({ value: p.planId, label: `${zh ? p.planNameZh : p.planNameEn} (${p.planCode}) v${p.planVersion}` }))} />
        </Field>
        <Field label={t('event.name')} description={t('event.nameAbout')} required>
          <Input value={name} maxLength={32} onChange={(e) => setName(e.target.value)} />
        </Field>
        <Field label={t('event.payers')} description={t('event.payersAbout')}>
          <Textarea value={numbers} rows={3} onChange={(e) => setNumbers(e.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
