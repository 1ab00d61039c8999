'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { DateTime } from '@/components/date-time';
import { FormRefusal } from '@/components/form-refusal';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SubmitButton } from '@/components/ui/submit-button';
import { inviteAction } from '../actions';
import type { InvitationLink } from './invitation-link';
import { RoleChoice } from './role-choice';

export function InviteDialog() {
  const t = useTranslations('identity.people');
  const [open, setOpen] = useState(false);
  // A new form for every opening: the link of the one before must not stay on the screen.
  const [opening, setOpening] = useState(0);
  const change = (next: boolean) => {
    setOpen(next);
    if (next) setOpening((n) => n + 1);
  };
  return (
    <>
      <Button variant="primary" shortcut="i" onClick={() => change(true)}>
        {t('invite')}
      </Button>
      <Dialog open={open} onOpenChange={change} title={t('invite')} description={t('inviteSentence')} size="lg">
        <InviteForm key={opening} />
      </Dialog>
    </>
  );
}

function InviteForm() {
  const t = useTranslations('identity.people');
  const [state, send] = useActionState(inviteAction, null);
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  if (state?.ok) return <Link invitation={state.value} />;
  const refused = state?.ok === false ? state.error.fields : {};
  return (
    <form action={send} className="grid gap-4">
      {Object.keys(refused).length === 0 && <FormRefusal state={state} />}
      <Field label={t('email')} error={refused.email} required>
        <Input name="email" type="email" maxLength={200} value={email} onChange={(event) => setEmail(event.target.value)} />
      </Field>
      <Field label={t('name')} error={refused.displayName} required>
        <Input name="displayName" maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <RoleChoice error={refused.roles} />
      <SubmitButton className="justify-self-start">{t('create')}</SubmitButton>
    </form>
  );
}

function Link({ invitation }: { invitation: InvitationLink }) {
  const t = useTranslations('identity.people');
  return (
    <div className="grid gap-4">
      <Banner meaning="attention" live title={t('linkTitle', { email: invitation.email })}>
        {t.rich('linkSentence', { expires: () => <DateTime at={invitation.expiresAt} /> })}{invitation.waits && ` ${t('linkWaits')}`}
      </Banner>
      <div className="flex items-start gap-2 rounded-md border border-line bg-sunken p-3">
        <code className="min-w-0 flex-1 font-mono text-13 break-all">{invitation.link}</code>
        <CopyButton text={invitation.link} label={t('copyLink')} />
      </div>
      <DialogClose asChild>
        <Button className="justify-self-start">{t('done')}</Button>
      </DialogClose>
    </div>
  );
}
