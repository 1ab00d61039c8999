'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { moneyText } from '@/components/money-format';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Kbd } from '@/components/ui/kbd';
import { TextLink } from '@/components/ui/text-link';
import { Timeline } from '@/components/ui/timeline';
import { DateTime } from '@/components/date-time';
import { UNDECIDED, type CaseRowView, type CaseState, type NearMissView, type NextAction, type SumView } from '@/lib/reconciliation/model';
import { showSummary } from '@/components/ui/toast';
import { dismissPairAction } from '../../../actions';
import { CaseActions } from './case-actions';
import { NearMisses } from './near-misses';
import { SideBySide } from './side-by-side';
import { WhyNot } from './why-not';
import { caseQuery } from './use-desk';

/** Steps whose note is a code or an id and no words. */
const CODED: ReadonlySet<string> = new Set(['ripened', 'assigned']);
/** Suggestions that Enter carries out. */
const HAS_ENTER: ReadonlySet<NextAction> = new Set(['match', 'write-off', 'confirm', 'dispute', 'second-person']);

export interface CasePanelProps {
  row: CaseRowView;
  mayResolve: boolean;
  acted: (ids: readonly string[], status: CaseState, goOn: boolean) => void;
  became: (caseId: string, parts: readonly CaseRowView[]) => void;
  undoLast: string | null;
  atDesk: () => boolean;
}

/** One difference: what both sides say, what agrees, why it probably is so, what to do, and what was done. */
export function CasePanel({ row, mayResolve, acted, became, undoLast, atDesk }: CasePanelProps) {
  const t = useTranslations('reconciliation');
  const [picks, setPicks] = useState<ReadonlySet<number>>(new Set());
  const { data: detail, error, refetch } = useQuery(caseQuery(row.id));
  const toggle = (place: number) => setPicks((before) => {
    const next = new Set(before);
    if (!next.delete(place)) next.add(place);
    return next;
  });
  const dismiss = (near: NearMissView) => {
    const [lineId, sideId] = [detail?.line?.id ?? near.line?.id, near.side?.id ?? detail?.side?.id];
    if (!lineId || !sideId) return;
    void dismissPairAction({ lineId, sideId }).then((answer) => {
      if (answer.ok) showSummary({ title: t('near.dismissed') });
      else showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
      setPicks(new Set());
      return refetch();
    });
  };
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
        {detail.line?.partOf && <p className="text-13 text-ink-2">{t('split.partOf', { whole: moneyText(detail.line.partOf.whole), count: detail.line.partOf.parts })}</p>}
        {detail.ownerName && <p className="text-13 text-ink-2">{t('assign.isWith', { name: detail.ownerName })}{detail.followUpOn && ` · ${t('open.followUp')} ${detail.followUpOn}`}</p>}
        {detail.cause && <p><span className="text-ink-2">{t('cause.label')}: </span>{t(`cause.${detail.cause}`)}</p>}
        {open && <p className="font-medium"><span className="font-normal text-ink-2">{t('next.label')}: </span>{t(`next.${detail.nextAction}`)} {mayResolve && HAS_ENTER.has(detail.nextAction) && <Kbd>⏎</Kbd>}</p>}
      </div>
      {detail.nearMisses.length > 0 && <NearMisses detail={detail} rows={detail.nearMisses} picks={picks} toggle={toggle} atDesk={atDesk} mayDismiss={mayResolve} dismiss={dismiss} />}
      {detail.sum && <SumFound sum={detail.sum} />}
      {open && <WhyNot caseId={detail.id} atDesk={atDesk} />}
      {mayResolve && (
        <CaseActions detail={detail} picks={picks} acted={acted} became={became} undoLast={undoLast} atDesk={atDesk} changed={() => void refetch()} />
      )}
      <details className="border-t border-line px-4 py-3">
        <summary className="cursor-pointer text-13 font-medium">{t('history')} ({detail.events.length})</summary>
        <div className="pt-3">
          <Timeline
            label={t('history')}
            entries={detail.events.map((e) => ({
              id: e.id, meaning: e.kind === 'opened' ? 'attention' : 'rest', title: t.has(`event.${e.kind}`) ? t(`event.${e.kind}`) : e.kind, at: <DateTime at={e.at} />,
              detail: e.evidence ? <>{e.note} · <TextLink href={`/reconciliation/evidence/${e.id}`} download>{t('document', { name: e.evidence.name })}</TextLink></> : e.note && !CODED.has(e.kind) ? e.note : undefined,
            }))}
          />
        </div>
      </details>
    </Card>
  );
}

/** Several that make the amount together, and whether that is the only way. */
function SumFound({ sum }: { sum: SumView }) {
  const t = useTranslations('reconciliation');
  return (
    <section aria-label={t('sum.title')} className="border-t border-line px-4 py-3">
      <h3 className="mb-2 text-13 font-semibold">{t('sum.title')}</h3>
      <ul className="grid gap-1 text-13">
        {sum.elements.map((one) => <li key={one.id} className="tabular-nums">{moneyText(one.amount)} · <span className="font-mono text-12 text-ink-2">{one.number ?? '—'}</span></li>)}
      </ul>
      <p className="mt-2 text-13 text-ink-2">{sum.others === 0 ? t('sum.only') : t('sum.others', { count: sum.others })}</p>
    </section>
  );
}
