'use client';

import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { lookUpAction } from '../actions';

interface LookUpFormProps {
  slug: string;
  words: {
    readonly number: string;
    readonly numberHint: string;
    readonly digits: string;
    readonly digitsHint: string;
    readonly submit: string;
  };
}

/** The number stays after a refusal, the digits do not. */
export function LookUpForm({ slug, words }: LookUpFormProps) {
  const [state, send] = useActionState(lookUpAction, null);
  const [number, setNumber] = useState('');
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="slug" value={slug} />
      <Field label={words.number} description={words.numberHint} error={wrong.number} required>
        <Input
          name="number"
          size="lg"
          autoComplete="off"
          maxLength={32}
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
      </Field>
      <Field label={words.digits} description={words.digitsHint} error={wrong.digits} required>
        <Input name="digits" size="lg" inputMode="numeric" autoComplete="off" maxLength={4} pattern="\d{4}" />
      </Field>
      <SubmitButton size="lg" wide>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
