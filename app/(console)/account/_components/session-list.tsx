'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { DateTime } from '@/components/date-time';
import { deviceName } from '@/components/device-name';
import { FormRefusal } from '@/components/form-refusal';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { SubmitButton } from '@/components/ui/submit-button';
import type { SessionListView } from '@/lib/identity';
import { endOtherSessionsAction, endSessionAction } from '../actions';

export function SessionList({ sessions }: { sessions: readonly SessionListView[] }) {
  const t = useTranslations('identity.account.sessions');
  const [state, end] = useActionState(endSessionAction, null);
  const [others, endOthers] = useActionState(endOtherSessionsAction, null);
  return (
    <Card
      title={t('title')}
      sentence={t('sentence')}
      padding="none"
      actions={
        sessions.length > 1 && (
          <form action={endOthers}>
            <SubmitButton variant="secondary" size="sm">
              {t('endAll')}
            </SubmitButton>
          </form>
        )
      }
    >
      <FormRefusal state={state} />
      <FormRefusal state={others} />
      <form action={end}>
        <ul aria-label={t('caption')} className="divide-y divide-line">
          {sessions.map((session) => (
            <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
              <div className="min-w-0">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {deviceName(session.device) ?? t('unknown')}
                  {session.current && <Badge meaning="good">{t('this')}</Badge>}
                </p>
                <p className="text-13 text-ink-2">
                  {session.ip} · {t('seen')} <DateTime at={session.lastSeenAt} relative />
                </p>
              </div>
              {!session.current && (
                <SubmitButton name="sessionId" value={session.id} variant="danger" size="sm">
                  {t('end')}
                </SubmitButton>
              )}
            </li>
          ))}
        </ul>
      </form>
    </Card>
  );
}
