'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { useShortcut } from '@/components/use-shortcut';
import { EmptyState } from '@/components/ui/empty-state';
import type { DayView } from '@/lib/reconciliation/model';
import { FetchStatement } from '../../../_components/fetch-statement';
import { CasePanel } from './case-panel';
import { CaseQueue } from './case-queue';
import { DayHeader } from './day-header';
import { MarkedPanel } from './marked-panel';
import { useDesk, type Laid } from './use-desk';

export interface WorkbenchProps {
  day: DayView;
  laid: Laid;
  /** Decided cases are listed too. */
  all: boolean;
  name: string;
  mayResolve: boolean;
  mayImport: boolean;
}

/** A day of a channel: differences on the left, both sides of the chosen one on the right. Everything has a key. */
export function Workbench({ day: firstDay, laid, all, name, mayResolve, mayImport }: WorkbenchProps) {
  const t = useTranslations('reconciliation');
  const desk = useDesk(firstDay, laid, all);
  const box = useRef<HTMLDivElement>(null);
  const { day, queue, current, move } = desk;
  const atDesk = () => isAtDesk(box.current);
  useShortcut({ keys: 'ArrowDown', label: t('act.down'), run: () => move(1), enabled: atDesk });
  useShortcut({ keys: 'j', label: t('act.down'), run: () => move(1), enabled: atDesk });
  useShortcut({ keys: 'ArrowUp', label: t('act.up'), run: () => move(-1), enabled: atDesk });
  useShortcut({ keys: 'k', label: t('act.up'), run: () => move(-1), enabled: atDesk });
  useShortcut({ keys: ' ', label: t('act.mark'), run: () => current && desk.mark(current.id), enabled: atDesk });
  useShortcut({ keys: 'shift+ArrowDown', label: t('act.markDown'), run: () => desk.markOn(1), enabled: atDesk });
  useShortcut({ keys: 'shift+ArrowUp', label: t('act.markUp'), run: () => desk.markOn(-1), enabled: atDesk });
  useShortcut({ keys: 'r', label: t('act.markReason'), run: desk.markReason, enabled: atDesk });
  return (
    <>
      <DayHeader day={day} name={name} all={all} stale={desk.stale} />
      {queue.items === 0 ? (
        <Finished day={day} mayImport={mayImport} changed={desk.refresh} />
      ) : (
        <div className="grid items-start gap-4 desk:grid-cols-[minmax(17rem,23rem)_minmax(0,1fr)]">
          <CaseQueue ref={box} queue={queue} currentId={current?.id ?? null} choose={desk.choose} loadMore={desk.loadMore} failed={desk.failed} marked={desk.marks} mark={desk.mark} />
          {desk.marked.length > 0 && mayResolve ? <MarkedPanel rows={desk.marked} unmark={desk.unmark} actedOn={desk.actedOn} atDesk={atDesk} /> : current
            ? <CasePanel key={current.id} row={current} mayResolve={mayResolve} acted={desk.acted} became={desk.became} undoLast={desk.lastActed} atDesk={atDesk} />
            : <p className="text-ink-2">{t('desk.choose')}</p>}
        </div>
      )}
    </>
  );
}

/** Keys that would press a focused button stay with that button. */
function isAtDesk(queue: HTMLElement | null): boolean {
  const focused = document.activeElement;
  if (document.querySelector('[role="dialog"]')) return false;
  return focused === null || focused === document.body || queue?.contains(focused) === true;
}

function Finished({ day, mayImport, changed }: { day: DayView; mayImport: boolean; changed: () => void }) {
  const t = useTranslations('reconciliation');
  if (day.status === 'no-file') {
    return (
      <EmptyState title={t('desk.noFile')} action={mayImport && <FetchStatement channel={day.channel} date={day.date} changed={changed} />}>
        {t('desk.noFileSentence')}
      </EmptyState>
    );
  }
  return <EmptyState title={day.status === 'tied' ? t('desk.tied') : t('desk.empty')}>{day.status === 'tied' && t('desk.tiedSentence')}</EmptyState>;
}
