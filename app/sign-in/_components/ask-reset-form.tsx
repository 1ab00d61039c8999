'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { askResetAction } from '../actions';

/** Works without JavaScript; what it answers is the same for every address. */
export function AskResetForm() {
  const t = useTranslations('identity.reset');
  const [state, send] = useActionState(askResetAction, null);
  return (
    <form action={send} className="grid gap-4">
      <FormRefusal state={state} />
      <Field label={t('email')} required><Input name="email" type="email" size="lg" autoComplete="username" autoFocus maxLength={200} /></Field>
      <SubmitButton size="lg" wide>{t('ask')}</SubmitButton>
    </form>
  );
}
