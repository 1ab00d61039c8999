'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { resetAction } from '../actions';

/** The link is used up by the first new password that is good enough, not by opening it. */
export function ResetForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations('identity.reset');
  const [state, send] = useActionState(resetAction, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid gap-4">
      {!wrong.password && <FormRefusal state={state} />}
      <input type="hidden" name="token" value={token} />
      <Field label={t('email')}><Input type="email" size="lg" autoComplete="username" value={email} readOnly /></Field>
      <Field label={t('next')} description={t('hint')} error={wrong.password} required>
        <Input name="password" type="password" size="lg" autoComplete="new-password" maxLength={200} autoFocus />
      </Field>
      <SubmitButton size="lg" wide>{t('submit')}</SubmitButton>
    </form>
  );
}
