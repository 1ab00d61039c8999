'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DateTime } from '@/components/date-time';
import { StatusBadge } from '@/components/status-badge';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import type { MemberView } from '@/lib/identity';
import { MemberForm } from './member-form';

/** A line per person that folds to two on a phone; changes are made in front of the list. */
export function MemberList({ members, mayWrite }: { members: readonly MemberView[]; mayWrite: boolean }) {
  const t = useTranslations('identity');
  const [changing, setChanging] = useState<string | null>(null);
  const member = members.find((m) => m.userId === changing);
  return (
    <Card title={t('people.members')} padding="none">
      <ul className="divide-y divide-line">
        {members.map((m) => (
          <li
            key={m.userId}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2.5 desk:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_minmax(0,2fr)_6rem]"
          >
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {m.name} {m.you && <Badge>{t('people.you')}</Badge>}
              </p>
              <p className="truncate text-13 text-ink-2">{m.email}</p>
            </div>
            <div className="col-span-2 flex flex-wrap gap-1 desk:col-span-1">
              {m.roles.map((role) => (
                <Badge key={role}>{t(`role.${role}.name`)}</Badge>
              ))}
            </div>
            <div className="col-span-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-ink-2 desk:col-span-1">
              <StatusBadge noun="user" state={m.status} look="text" className="text-ink" />
              <span>
                {t('people.factor')}: {m.totpEnrolled || m.passkeys > 0 ? t('people.factorOn') : t('people.factorOff')}
              </span>
              <span>
                {t('people.lastSeen')}: {m.lastSeenAt ? <DateTime at={m.lastSeenAt} /> : t('people.never')}
              </span>
            </div>
            {mayWrite && !m.you && (
              <Button
                size="sm"
                className="col-start-2 row-start-1 justify-self-end desk:col-start-4"
                aria-label={`${t('people.change')}: ${m.name}`}
                onClick={() => setChanging(m.userId)}
              >
                {t('people.change')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {member && (
        <Dialog
          open
          onOpenChange={(open) => !open && setChanging(null)}
          title={member.name}
          description={t('people.changeSentence')}
          size="lg"
        >
          <MemberForm member={member} done={() => setChanging(null)} />
        </Dialog>
      )}
    </Card>
  );
}
