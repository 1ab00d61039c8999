'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { DateTime } from '@/components/date-time';
import { FormRefusal } from '@/components/form-refusal';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { SubmitButton } from '@/components/ui/submit-button';
import type { OpenInvitationView } from '@/lib/identity';
import { withdrawInvitationAction } from '../actions';

export function InvitationList({ invitations, mayWrite }: { invitations: readonly OpenInvitationView[]; mayWrite: boolean }) {
  const t = useTranslations('identity');
  const [state, withdraw] = useActionState(withdrawInvitationAction, null);
  return (
    <Card title={t('people.invitations')} padding="none">
      <FormRefusal state={state} />
      <form action={withdraw}>
        <ul className="divide-y divide-line">
          {invitations.map((invitation) => (
            <li key={invitation.email} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2 font-medium">{invitation.name} {invitation.waits && <Badge>{t('people.waits')}</Badge>}</p>
                <p className="text-13 text-ink-2">
                  {invitation.email} · {invitation.roles.map((role) => t(`role.${role}.name`)).join(' · ')} · {t('people.expires')}{' '}
                  <DateTime at={invitation.expiresAt} show="date" />
                </p>
              </div>
              {mayWrite && (
                <SubmitButton variant="secondary" size="sm" name="email" value={invitation.email}>
                  {t('people.withdraw')}
                </SubmitButton>
              )}
            </li>
          ))}
        </ul>
      </form>
    </Card>
  );
}
