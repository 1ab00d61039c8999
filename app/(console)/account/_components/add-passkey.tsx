'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { makePasskey, usePasskeysHere } from '@/components/passkeys';
import { SecondFactor, useFactor, type Factors } from '@/components/second-factor';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextLink } from '@/components/ui/text-link';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import { addPasskeyAction, beginPasskeyAction } from '../actions';
import { proveFactor, typed } from './prove-factor';

/** The password opens it, the device makes the key and unlocks it once, the server keeps the public half. */
export function AddPasskey({ factors, hereUrl }: { factors: Factors; hereUrl: string }) {
  const t = useTranslations('identity.account.passkeys');
  const stopped = useTranslations('common.factor')('stopped');
  const here = usePasskeysHere(factors.passkeyHost);
  const factor = useFactor(factors);
  const asksFactor = factors.totp || factors.passkeys;
  const [state, send] = useActionState(async (_before: ActionState<{ readonly name: string }>, form: FormData) => {
    const proof = await proveFactor(factors, factor.by, form, stopped);
    if (!proof.ok) return proof;
    const begun = await beginPasskeyAction(proof.value);
    if (!begun.ok) return begun;
    const answer = await makePasskey(begun.value.options);
    if (answer === null) return { ok: false as const, error: { code: 'identity.passkey-refused', message: t('stopped'), fields: {}, reference: '-' } };
    const added = await addPasskeyAction({ name: typed(form, 'name'), answer });
    if (added.ok) showSummary({ title: t('done', { name: added.value.name }) });
    return added;
  }, null);
  if (!here) return <p className="mt-4 text-13 text-ink-2">{t('elsewhere')} <TextLink href={hereUrl}>{hereUrl}</TextLink></p>;
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="mt-4 grid max-w-sm gap-4">
      {!wrong.password && !wrong.name && !wrong.stepUpCode && <FormRefusal state={state} />}
      <Field label={t('name')} description={t('nameHint')} error={wrong.name} required><Input name="name" maxLength={40} /></Field>
      <Field label={t('password')} error={wrong.password} required><Input name="password" type="password" autoComplete="current-password" maxLength={200} /></Field>
      {asksFactor && <SecondFactor factor={factor} error={wrong.stepUpCode} />}
      <SubmitButton variant="secondary" className="justify-self-start">{t('add')}</SubmitButton>
    </form>
  );
}
