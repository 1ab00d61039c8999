'use client';

import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { showSummary } from '@/components/ui/toast';
import type { RiskHoldView } from '@/lib/routing/model';
import { liftHoldAction } from '../actions';
import { HoldDialog } from './hold-dialog';

export interface RiskHoldsProps {
  holds: readonly RiskHoldView[];
  channels: readonly string[];
  nameOf: (channel: string) => string;
  mayWrite: boolean;
  changed: () => void;
}

/** Who is kept from which channels, and why. */
export function RiskHolds({ holds, channels, nameOf, mayWrite, changed }: RiskHoldsProps) {
  const t = useTranslations('bank-health');
  const [busy, start] = useTransition();
  const lift = (hold: RiskHoldView) => start(async () => {
    const answer = await liftHoldAction({ id: hold.id });
    showSummary(answer.ok ? { title: t('holds.lifted') } : { title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    changed();
  });
  return (
    <Card title={t('holds.title')} sentence={t('holds.sentence')} actions={mayWrite && <HoldDialog channels={channels} nameOf={nameOf} changed={changed} />}>
      {holds.length === 0 ? <EmptyState title={t('holds.none')} /> : (
        <ul className="grid gap-2" aria-label={t('holds.title')}>
          {holds.map((hold) => (
            <li key={hold.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line pb-2 text-13 last:border-b-0 last:pb-0">
              <span className="font-medium">
                {hold.from ? <>{t('holds.amount')} <Money value={hold.from} /></> : t(`holds.of.${hold.subject}`, { number: hold.number ?? '' })}
              </span>
              <span>{hold.channels.length === 0 ? t('holds.all') : hold.channels.map(nameOf).join(t('holds.comma'))}</span>
              <span className="grow basis-44 text-ink-2">{hold.reason}</span>
              <span className="text-ink-2">{hold.until ? <>{t('holds.until')} <DateTime at={hold.until} /></> : <DateTime at={hold.at} />}</span>
              {mayWrite && <Button size="sm" pending={busy} onClick={() => lift(hold)}>{t('holds.lift')}</Button>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
