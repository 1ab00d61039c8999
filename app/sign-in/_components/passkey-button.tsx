'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { askPasskey, usePasskeysHere } from '@/components/passkeys';
import { SubmitButton } from '@/components/ui/submit-button';
import type { ActionState } from '@/lib/edge/model';
import { beginPasskeySignInAction, passkeySignInAction } from '../actions';

/** Signing in without typing anything; shown only where passkeys work. */
export function PasskeyButton({ next, host }: { next: string; host: string }) {
  const t = useTranslations('identity.signIn');
  const here = usePasskeysHere(host);
  const [state, send] = useActionState(async (): Promise<ActionState<unknown>> => {
    const begun = await beginPasskeySignInAction({});
    if (!begun.ok) return begun;
    const answer = await askPasskey(begun.value.options);
    // Who thinks better of it simply stays on the page.
    return answer === null ? null : passkeySignInAction({ answer, next });
  }, null);
  if (!here) return null;
  return (
    <form action={() => { send(); }} className="mt-4 grid gap-3">
      <FormRefusal state={state} />
      <SubmitButton size="lg" wide variant="secondary">{t('passkey')}</SubmitButton>
    </form>
  );
}
