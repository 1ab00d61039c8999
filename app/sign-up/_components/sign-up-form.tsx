'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TEMPLATES } from '@/lib/bill-items/model';
import { signUpAction } from '../actions';

const FIELDS = ['institutionName', 'slug', 'template', 'displayName', 'email'] as const;
type Values = Record<(typeof FIELDS)[number], string>;

/** Six answers; what was typed stays after a refusal, the password does not. */
export function SignUpForm() {
  const t = useTranslations('start.signUp');
  const templates = useTranslations('bill-items');
  const [state, send] = useActionState(signUpAction, null);
  const [typed, setTyped] = useState<Values>({ institutionName: '', slug: '', template: TEMPLATES[0], displayName: '', email: '' });
  const wrong = state?.ok === false ? state.error.fields : {};
  const text = (name: keyof Values) => ({
    name, size: 'lg' as const, value: typed[name], onChange: (event: { target: { value: string } }) => setTyped((all) => ({ ...all, [name]: event.target.value })),
  });
  return (
    <form action={send} className="grid gap-4">
      {state?.ok === false && Object.keys(wrong).length === 0 && <FormRefusal state={state} />}
      <Field label={t('institution')} error={wrong['institutionName']} required><Input {...text('institutionName')} autoComplete="organization" maxLength={60} autoFocus /></Field>
      <Field label={t('slug')} description={t('slugHint')} error={wrong['slug']} required><Input {...text('slug')} autoComplete="off" maxLength={39} /></Field>
      <Field label={t('template')} error={wrong['template']} required>
        <Select {...text('template')} options={TEMPLATES.map((code) => ({ value: code, label: templates(`templates.${code}.name`) }))} />
      </Field>
      <Field label={t('name')} error={wrong['displayName']} required><Input {...text('displayName')} autoComplete="name" maxLength={60} /></Field>
      <Field label={t('email')} error={wrong['email']} required><Input {...text('email')} type="email" autoComplete="username" maxLength={200} /></Field>
      <Field label={t('password')} description={t('passwordHint')} error={wrong['password']} required>
        <Input name="password" type="password" size="lg" autoComplete="new-password" maxLength={200} />
      </Field>
      <SubmitButton size="lg" wide>{t('submit')}</SubmitButton>
    </form>
  );
}
