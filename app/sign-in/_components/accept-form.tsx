'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { acceptInvitationAction } from '../actions';

/** A new person chooses a password; a known one shows theirs. */
export function AcceptForm({ token, email, known, institution }: { token: string; email: string; known: boolean; institution: string }) {
  const t = useTranslations('identity.invitation');
  const [state, send] = useActionState(acceptInvitationAction, null);
  const refused = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid gap-4">
      {!refused.password && <FormRefusal state={state} />}
      <input type="hidden" name="token" value={token} />
      <Field label={t('email')}>
        <Input type="email" size="lg" autoComplete="username" value={email} readOnly />
      </Field>
      <Field
        label={known ? t('knownPassword') : t('newPassword')}
        description={known ? t('knownPasswordHint') : t('newPasswordHint')}
        error={refused.password}
        required
      >
        <Input
          name="password"
          type="password"
          size="lg"
          autoComplete={known ? 'current-password' : 'new-password'}
          maxLength={200}
          autoFocus
        />
      </Field>
      <SubmitButton size="lg" wide>
        {t('submit', { institution })}
      </SubmitButton>
    </form>
  );
}
