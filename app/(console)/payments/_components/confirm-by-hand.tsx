'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { FileDrop } from '@/components/ui/file-drop';
import { Input } from '@/components/ui/input';
import { MoneyInput } from '@/components/ui/money-input';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import { DOCUMENT_ACCEPT, DOCUMENT_BYTES_MAX } from '@/lib/kernel/document';
import type { MoneyWire } from '@/lib/kernel/money';
import { confirmPaymentAction } from '../actions';

/** Only for a payment whose outcome is unknown. The amount is typed from the bank's paper, not offered: two people's eyes, one figure. */
export function ConfirmByHand({ paymentId, amount }: { paymentId: string; amount: MoneyWire }) {
  const t = useTranslations('payments');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('confirm.open')}</Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('confirm.title')} description={t('confirm.sentence')}>
        <ConfirmForm paymentId={paymentId} amount={amount} done={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

const EMPTY = { bankReference: '', amount: '', paidAt: '', reason: '' };

function ConfirmForm({ paymentId, amount, done }: { paymentId: string; amount: MoneyWire; done: () => void }) {
  const t = useTranslations('payments');
  const [typed, setTyped] = useState(EMPTY);
  const held = (name: keyof typeof EMPTY) =>
    ({ name, value: typed[name], onChange: (event: { target: { value: string } }) => setTyped((was) => ({ ...was, [name]: event.target.value })) });
  const [state, send] = useActionState(async (before: ActionState<unknown>, form: FormData) => {
    const answer = await confirmPaymentAction(form);
    if (answer.ok) {
      showSummary({ title: t('confirm.done', { amount: moneyText(amount) }), next: t('confirm.doneNext'), number: typed.bankReference });
      done();
    }
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid gap-4">
      {state?.ok === false && Object.keys(wrong).length === 0 && <FormRefusal state={state} />}
      <input type="hidden" name="paymentId" value={paymentId} />
      <Field label={t('confirm.reference')} description={t('confirm.referenceHint')} error={wrong.bankReference} required>
        <Input {...held('bankReference')} maxLength={64} className="font-mono" autoComplete="off" />
      </Field>
      <Field label={t('confirm.amount')} error={wrong.amount} required>
        <MoneyInput name="amount" currency={amount.currency} value={typed.amount} onValueChange={(text) => setTyped((was) => ({ ...was, amount: text }))} />
      </Field>
      <Field label={t('confirm.paidAt')} error={wrong.paidAt} required>
        <Input {...held('paidAt')} type="datetime-local" step={1} />
      </Field>
      <Field label={t('confirm.reason')} error={wrong.reason} required>
        <Textarea {...held('reason')} rows={3} maxLength={400} minLength={4} />
      </Field>
      <FileDrop name="proof" label={t('confirm.proof')} hint={t('confirm.proofHint')} accept={DOCUMENT_ACCEPT} maxBytes={DOCUMENT_BYTES_MAX} />
      {wrong.proof && <p role="alert" className="text-13 text-wrong">{wrong.proof}</p>}
      <SubmitButton wide size="lg">{t('confirm.submit', { amount: moneyText(amount) })}</SubmitButton>
    </form>
  );
}
