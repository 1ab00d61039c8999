'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { DateTime } from '@/components/date-time';
import { FormRefusal } from '@/components/form-refusal';
import type { Factors } from '@/components/second-factor';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import type { ActionState } from '@/lib/edge/model';
import type { PasskeyView } from '@/lib/identity';
import { removePasskeyAction } from '../actions';
import { AddPasskey } from './add-passkey';

/** One's own passkeys, and a way to make another on this device. */
export function PasskeyList({ passkeys, factors, hereUrl }: { passkeys: readonly PasskeyView[]; factors: Factors; hereUrl: string }) {
  const t = useTranslations('identity.account.passkeys');
  const [removing, setRemoving] = useState<PasskeyView | null>(null);
  return (
    <>
      {passkeys.length === 0 ? <p className="text-ink-2">{t('none')}</p> : (
        <ul aria-label={t('title')} className="divide-y divide-line">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2 font-medium">{passkey.name}{passkey.synced && <Badge meaning="rest">{t('synced')}</Badge>}</p>
                <p className="text-13 text-ink-2">
                  {t('added')} <DateTime at={passkey.createdAt} show="date" />{passkey.lastUsedAt && <> · {t('used')} <DateTime at={passkey.lastUsedAt} relative /></>}
                </p>
              </div>
              <Button size="sm" variant="danger" onClick={() => setRemoving(passkey)}>{t('remove')}</Button>
            </li>
          ))}
        </ul>
      )}
      <AddPasskey factors={factors} hereUrl={hereUrl} />
      {removing && (
        <Dialog open onOpenChange={(open) => !open && setRemoving(null)} title={t('removeTitle', { name: removing.name })} description={t('removeSentence')}>
          <RemoveForm id={removing.id} done={() => setRemoving(null)} />
        </Dialog>
      )}
    </>
  );
}

function RemoveForm({ id, done }: { id: string; done: () => void }) {
  const t = useTranslations('identity.account.passkeys');
  const [state, send] = useActionState(async (before: ActionState<{ readonly id: string }>, form: FormData) => {
    const answer = await removePasskeyAction(before, form);
    if (answer?.ok) done();
    return answer;
  }, null);
  const wrong = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid gap-4">
      {!wrong.password && <FormRefusal state={state} />}
      <input type="hidden" name="id" value={id} />
      <Field label={t('password')} error={wrong.password} required><Input name="password" type="password" autoComplete="current-password" maxLength={200} autoFocus /></Field>
      <SubmitButton variant="danger" wide size="lg">{t('remove')}</SubmitButton>
    </form>
  );
}
