'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { moneyText } from '@/components/money-format';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import type { RequestedBatch } from '@/lib/refunds';
import { REFUND_REASONS } from '@/lib/refunds/model';
import { batchAction } from '../actions';
import { newKey } from './new-key';

const EMPTY = { title: '', reason: 'service-not-used', numbers: '' };

/** The numbers as they stand on a list; what was asked for once is not asked for again by pressing twice. */
export function BatchForm() {
  const t = useTranslations('refunds');
  const [form, setForm] = useState(EMPTY);
  const [key, setKey] = useState(newKey);
  const set = (name: keyof typeof form) => (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value });
  const [state, send] = useActionState(async (before: ActionState<RequestedBatch>, data: FormData) => {
    data.set('idempotencyKey', `batch-${key}`);
    const answer = await batchAction(before, data);
    if (answer?.ok) {
      const { count, totalMinor, batchId } = answer.value;
      showSummary({ title: t('batch.done', { count }), next: t('batch.doneNext', { amount: moneyText({ minor: totalMinor, currency: 'CNY' }) }), number: batchId });
      setForm(EMPTY);
      setKey(newKey());
    }
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid max-w-2xl gap-4 rounded-md border border-line bg-surface p-4">
      {state?.ok === false && <FormRefusal state={state} />}
      <Field label={t('batch.what')} error={wrong.title} required><Input name="title" maxLength={120} value={form.title} onChange={set('title')} /></Field>
      <Field label={t('batch.reason')} error={wrong.reason} required>
        <Select name="reason" value={form.reason} onChange={set('reason')} options={REFUND_REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))} />
      </Field>
      <Field label={t('batch.numbers')} description={t('batch.numbersHint')} error={wrong.numbers} required>
        <Textarea name="numbers" rows={8} className="font-mono" value={form.numbers} onChange={set('numbers')} />
      </Field>
      <SubmitButton className="justify-self-start">{t('batch.submit')}</SubmitButton>
    </form>
  );
}
