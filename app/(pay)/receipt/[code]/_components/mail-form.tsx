'use client';

import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Banner } from '@/components/ui/banner';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { mailReceiptAction } from '../../../pay/actions';

/** Sends the receipt's link to an address; the words come from the server. */
export function MailForm({ code, words }: { code: string; words: { readonly label: string; readonly submit: string; readonly done: string } }) {
  const [state, send] = useActionState(mailReceiptAction, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} data-print="hide" className="mt-6 grid gap-3">
      {state?.ok && <Banner live meaning="good" title={words.done} />}
      {state?.ok === false && Object.keys(wrong).length === 0 && <FormRefusal state={state} />}
      <input type="hidden" name="code" value={code} />
      <Field label={words.label} error={wrong['email']} required>
        <Input name="email" type="email" size="lg" autoComplete="email" maxLength={200} />
      </Field>
      <SubmitButton size="lg" variant="secondary">{words.submit}</SubmitButton>
    </form>
  );
}
