'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import { delegateAction } from '../actions';
import type { Colleague } from './flow-desk';

/** Whom, from when until when, and why. Both days count. */
export function DelegateDialog({ people, zone }: { people: readonly Colleague[]; zone: string }) {
  const t = useTranslations('approvals.delegation');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>{t('give')}</Button>
      {open && (
        <Dialog open onOpenChange={setOpen} title={t('give')} description={t('giveSentence')}>
          <DelegateForm people={people} zone={zone} done={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

function DelegateForm({ people, zone, done }: { people: readonly Colleague[]; zone: string; done: () => void }) {
  const t = useTranslations('approvals.delegation');
  const [form, setForm] = useState({ toUser: '', from: '', until: '', reason: '' });
  const set = (name: keyof typeof form) => (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value });
  const [state, send] = useActionState(async (before: ActionState<{ readonly id: string }>, data: FormData) => {
    const answer = await delegateAction(before, data);
    if (answer?.ok) {
      showSummary({ title: t('done', { name: people.find((p) => p.userId === form.toUser)?.name ?? '' }) });
      done();
    }
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid gap-4">
      {state?.ok === false && Object.keys(wrong).length === 0 && <FormRefusal state={state} />}
      <input type="hidden" name="zone" value={zone} />
      <Field label={t('to')} error={wrong.toUser} required>
        <Select name="toUser" value={form.toUser} onChange={set('toUser')} placeholder=" " options={people.map((p) => ({ value: p.userId, label: p.name }))} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('from')} error={wrong.from} required><Input type="date" name="from" value={form.from} onChange={set('from')} /></Field>
        <Field label={t('until')} error={wrong.until} required><Input type="date" name="until" value={form.until} onChange={set('until')} /></Field>
      </div>
      <Field label={t('reason')} error={wrong.reason} required><Input name="reason" maxLength={300} value={form.reason} onChange={set('reason')} /></Field>
      <SubmitButton wide size="lg">{t('submit')}</SubmitButton>
    </form>
  );
}
