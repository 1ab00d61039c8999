'use client';

import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { Textarea } from '@/components/ui/textarea';
import { askRefundAction } from '../../../actions';

interface AskFormProps {
  paymentId: string;
  idempotencyKey: string;
  amount: string;
  /** The channel gives back all or nothing. */
  whole: boolean;
  reasons: readonly { readonly value: string; readonly label: string }[];
  words: { readonly amount: string; readonly reason: string; readonly note: string; readonly submit: string; readonly never: string };
}

/** The words come from the server: this form carries none of its own. Sent twice it is one request. */
export function AskForm({ paymentId, idempotencyKey, amount, whole, reasons, words }: AskFormProps) {
  const [state, send] = useActionState(askRefundAction, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid gap-4">
      {state?.ok === false && Object.keys(wrong).length === 0 && <FormRefusal state={state} />}
      <input type="hidden" name="paymentId" value={paymentId} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <Field label={words.amount} error={wrong['amount']} required>
        <Input name="amount" size="lg" inputMode="decimal" defaultValue={amount} readOnly={whole} autoComplete="off" />
      </Field>
      <Field label={words.reason} error={wrong['reason']} required>
        <Select name="reason" size="lg" options={reasons} />
      </Field>
      <Field label={words.note} error={wrong['note']}>
        <Textarea name="note" rows={2} maxLength={500} />
      </Field>
      <p className="text-14 text-ink-2">{words.never}</p>
      <SubmitButton size="lg" wide>{words.submit}</SubmitButton>
    </form>
  );
}
