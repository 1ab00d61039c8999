'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { moneyText } from '@/components/money-format';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Kbd } from '@/components/ui/kbd';
import { Timeline } from '@/components/ui/timeline';
import { DateTime } from '@/components/date-time';
import { UNDECIDED, type CaseRowView, type CaseState, type NextAction } from '@/lib/reconciliation/model';
import { CaseActions } from './case-actions';
import { NearMisses } from './near-misses';
import { SideBySide } from './side-by-side';
import { caseQuery } from './use-desk';

/** Suggestions that Enter carries out. */
const HAS_ENTER: ReadonlySet<NextAction> = new Set(['match', 'write-off', 'confirm', 'dispute', 'second-person']);

export interface CasePanelProps {
  row: CaseRowView;
  mayResolve: boolean;
  acted: (ids: readonly string[], status: CaseState, goOn: boolean) => void;
  undoLast: string | null;
  atDesk: () => boolean;
}

/** One difference: what both sides say, what agrees, why it probably is so, what to do, and what was done. */
export function CasePanel({ row, mayResolve, acted, undoLast, atDesk }: CasePanelProps) {
  const t = useTranslations('reconciliation');
  const [picks, setPicks] = useState<ReadonlySet<number>>(new Set());
  const { data: detail, error, refetch } = useQuery(caseQuery(row.id));
  const toggle = (place: number) => setPicks((before) => {
    const next = new Set(before);
    if (!next.delete(place)) next.add(place);
    return next;
  });
  if (error) return <p role="alert" className="text-wrong">{t('desk.loadFailed')}</p>;
  if (!detail) return <p role="status" className="text-ink-2">{t('desk.loadingCase')}</p>;
  const open = UNDECIDED.includes(detail.status);
  return (
    <Card padding="none">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-3">
        <h2 className="text-16 font-semibold">{t(`reason.${detail.reason}`)}</h2>
        <Badge meaning={open ? 'attention' : 'good'}>{t(`status.${detail.status}`)}</Badge>
        <span className="ml-auto text-16 font-semibold tabular-nums">{moneyText(detail.difference)}</span>
      </div>
      <SideBySide detail={detail} />
      <div className="grid gap-1 border-t border-line px-4 py-3">
        {detail.cause && <p><span className="text-ink-2">{t('cause.label')}: </span>{t(`cause.${detail.cause}`)}</p>}
        {open && <p className="font-medium"><span className="font-normal text-ink-2">{t('next.label')}: </span>{t(`next.${detail.nextAction}`)} {mayResolve && HAS_ENTER.has(detail.nextAction) && <Kbd>⏎</Kbd>}</p>}
      </div>
      {detail.nearMisses.length > 0 && <NearMisses rows={detail.nearMisses} picks={picks} toggle={toggle} atDesk={atDesk} />}
      {mayResolve && (
        <CaseActions detail={detail} picks={picks} acted={acted} undoLast={undoLast} atDesk={atDesk} changed={() => void refetch()} />
      )}
      <details className="border-t border-line px-4 py-3">
        <summary className="cursor-pointer text-13 font-medium">{t('history')} ({detail.events.length})</summary>
        <div className="pt-3">
          <Timeline
            label={t('history')}
            entries={detail.events.map((e) => ({
              id: e.id, meaning: e.kind === 'opened' ? 'attention' : 'rest', title: t.has(`event.${e.kind}`) ? t(`event.${e.kind}`) : e.kind, at: <DateTime at={e.at} />,
              detail: e.note && e.kind !== 'ripened' ? e.note : undefined,
            }))}
          />
        </div>
      </details>
    </Card>
  );
}
