'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Banner } from '@/components/ui/banner';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { changePasswordAction } from '../actions';

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations('identity.account.password');
  const [state, send] = useActionState(changePasswordAction, null);
  const refused = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid max-w-sm gap-4">
      {state?.ok && <Banner meaning="good" live title={t('done', { count: state.value.ended })} />}
      {Object.keys(refused).length === 0 && <FormRefusal state={state} />}
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <Field label={t('current')} error={refused.current} required>
        <Input name="current" type="password" autoComplete="current-password" maxLength={200} />
      </Field>
      <Field label={t('next')} description={t('hint')} error={refused.next} required>
        <Input name="next" type="password" autoComplete="new-password" maxLength={200} />
      </Field>
      <SubmitButton className="justify-self-start">{t('submit')}</SubmitButton>
    </form>
  );
}
