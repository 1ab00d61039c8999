'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { SecondFactor, useFactor, type Factors } from '@/components/second-factor';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import type { ActionState } from '@/lib/edge/model';
import { beginTotpAction, confirmTotpAction } from '../actions';
import { proveFactor } from './prove-factor';
import type { TotpTicketView } from './totp-qr';

/** Two steps: the password opens the secret, a first right code proves that the app has it. */
export function TotpSetup({ enrolled, factors }: { enrolled: boolean; factors: Factors }) {
  const t = useTranslations('identity.account.totp');
  const stopped = useTranslations('common.factor')('stopped');
  const factor = useFactor(factors);
  const [begun, begin] = useActionState(async (_before: ActionState<TotpTicketView>, form: FormData) => {
    const proof = await proveFactor(factors, factor.by, form, stopped);
    return proof.ok ? beginTotpAction(proof.value) : proof;
  }, null);
  if (enrolled) {
    return (
      <p className="flex flex-wrap items-center gap-3">
        <Badge meaning="good">{t('on')}</Badge> {t('onSentence')}
      </p>
    );
  }
  if (begun?.ok) return <Confirm ticket={begun.value} />;
  const refused = begun?.ok === false ? begun.error.fields : {};
  return (
    <form action={begin} className="grid max-w-sm gap-4">
      <p className="flex flex-wrap items-center gap-3">
        <Badge meaning="attention">{t('off')}</Badge> {t('offSentence')}
      </p>
      {!refused.password && !refused.stepUpCode && <FormRefusal state={begun} />}
      <Field label={t('password')} error={refused.password} required>
        <Input name="password" type="password" autoComplete="current-password" maxLength={200} />
      </Field>
      {factors.passkeys && <SecondFactor factor={factor} error={refused.stepUpCode} />}
      <SubmitButton className="justify-self-start">{t('begin')}</SubmitButton>
    </form>
  );
}

function Confirm({ ticket }: { ticket: TotpTicketView }) {
  const t = useTranslations('identity.account.totp');
  const [state, confirm] = useActionState(confirmTotpAction, null);
  const refused = state?.ok === false ? state.error.fields : {};
  return (
    <form action={confirm} className="grid max-w-sm gap-4">
      <p>{t('scan')}</p>
      {/* The picture is dark on light in every theme: cameras read nothing else. */}
      <img src={ticket.qr} alt={t('qr')} width={200} height={200} className="rounded-md border border-line" />
      <div className="text-13 text-ink-2">
        {t('manual')} <code className="font-mono break-all text-ink">{ticket.secret}</code>{' '}
        <CopyButton text={ticket.secret} label={t('manual')} />
      </div>
      <input type="hidden" name="ticket" value={ticket.ticket} />
      {!refused.code && <FormRefusal state={state} />}
      <Field label={t('code')} error={refused.code} required>
        <Input
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]{6}"
          maxLength={6}
          className="font-mono tracking-widest"
        />
      </Field>
      <SubmitButton className="justify-self-start">{t('confirm')}</SubmitButton>
    </form>
  );
}
