'use client';

import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { DateTime } from '@/components/date-time';
import { StatusBadge } from '@/components/status-badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { showSummary } from '@/components/ui/toast';
import type { AlarmView } from '@/lib/routing/model';
import { acknowledgeAlarmAction } from '../actions';

export interface AlarmListProps {
  alarms: readonly AlarmView[];
  nameOf: (channel: string) => string;
  mayAcknowledge: boolean;
  changed: () => void;
}

/** `timeouts:3` → "3 timeouts in a row". */
export function useCause(): (cause: string) => string {
  const t = useTranslations('bank-health');
  return (cause) => {
    const [word = '', figure = '0'] = cause.split(':');
    return t.has(`cause.${word}`) ? t(`cause.${word}`, { figure }) : cause;
  };
}

export function AlarmList({ alarms, nameOf, mayAcknowledge, changed }: AlarmListProps) {
  const t = useTranslations('bank-health');
  const causeOf = useCause();
  const [busy, start] = useTransition();
  const acknowledge = (alarm: AlarmView) => start(async () => {
    const answer = await acknowledgeAlarmAction({ eventId: alarm.id });
    showSummary(answer.ok
      ? { title: t('alarm.acknowledged', { channel: nameOf(alarm.channel) }) }
      : { title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    changed();
  });
  return (
    <Card title={t('alarm.title')} sentence={t('alarm.sentence')} padding="none">
      {alarms.length === 0 ? (
        <EmptyState title={t('alarm.none')}>{t('alarm.noneSentence')}</EmptyState>
      ) : (
        <ol className="max-h-96 divide-y divide-line overflow-y-auto" aria-label={t('alarm.title')} tabIndex={0}>
          {alarms.map((alarm) => (
            <li key={alarm.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
              <DateTime at={alarm.at} className="text-13 text-ink-2" />
              <span className="font-medium">{nameOf(alarm.channel)}</span>
              <StatusBadge noun="breaker" state={alarm.to} look="text" />
              <span className="grow basis-44 text-13 text-ink-2">{causeOf(alarm.cause)}</span>
              {alarm.acknowledged ? (
                <span className="text-13 text-ink-2">{t('alarm.seen')}</span>
              ) : (
                mayAcknowledge && <Button size="sm" pending={busy} onClick={() => acknowledge(alarm)}>{t('alarm.acknowledge')}</Button>
              )}
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
