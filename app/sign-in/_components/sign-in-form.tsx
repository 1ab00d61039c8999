'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { signInAction } from '../actions';

/** Works before and without JavaScript; the e-mail stays after a refusal, the password does not. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('identity.signIn');
  const [state, send] = useActionState(signInAction, null);
  const [email, setEmail] = useState('');
  return (
    <form action={send} className="grid gap-4">
      <FormRefusal state={state} />
      <input type="hidden" name="next" value={next} />
      <Field label={t('email')} required>
        <Input
          name="email" type="email" size="lg" autoComplete="username" autoFocus maxLength={200} value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label={t('password')} required>
        <Input name="password" type="password" size="lg" autoComplete="current-password" maxLength={200} />
      </Field>
      <SubmitButton size="lg" wide>
        {t('submit')}
      </SubmitButton>
      <p className="text-13 text-ink-2">{t('safe')}</p>
    </form>
  );
}
