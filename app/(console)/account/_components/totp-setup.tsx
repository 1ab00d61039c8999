'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { beginTotpAction, confirmTotpAction } from '../actions';
import type { TotpTicketView } from './totp-qr';

/** Two steps: the password opens the secret, a first right code proves that the app has it. */
export function TotpSetup({ enrolled }: { enrolled: boolean }) {
  const t = useTranslations('identity.account.totp');
  const [begun, begin] = useActionState(beginTotpAction, null);
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
      {!refused.password && <FormRefusal state={begun} />}
      <Field label={t('password')} error={refused.password} required>
        <Input name="password" type="password" autoComplete="current-password" maxLength={200} />
      </Field>
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
