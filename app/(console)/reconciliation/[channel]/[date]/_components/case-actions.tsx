'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { useShortcut } from '@/components/use-shortcut';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { showSummary } from '@/components/ui/toast';
import type { ActionResult } from '@/lib/edge/model';
import { UNDECIDED, type CaseDetailView, type CaseRowView, type CaseState } from '@/lib/reconciliation/model';
import { assignCasesAction, confirmCaseAction, matchByHandAction, noteCaseAction, splitLineAction, undoCaseAction, writeOffCaseAction } from '../../../actions';
import { AssignDialog } from './assign-dialog';
import { NoteDialog, type NoteKind, type NoteMore } from './note-dialog';
import { SplitDialog } from './split-dialog';

interface CaseActionsProps {
  detail: CaseDetailView;
  picks: ReadonlySet<number>;
  acted: (ids: readonly string[], status: CaseState, goOn: boolean) => void;
  /** A case became these, which stand behind it in the queue from now on. */
  became: (caseId: string, parts: readonly CaseRowView[]) => void;
  undoLast: string | null;
  atDesk: () => boolean;
  changed: () => void;
}

/** Every act has a key. Enter does the one that is suggested; Z takes the last one back. */
export function CaseActions({ detail, picks, acted, became, undoLast, atDesk, changed }: CaseActionsProps) {
  const t = useTranslations('reconciliation');
  const [note, setNote] = useState<NoteKind | 'split' | 'assign' | null>(null);
  const [busy, start] = useTransition();
  const amount = moneyText(detail.difference);
  const open = UNDECIDED.includes(detail.status);
  const decidable = open && detail.reason !== 'not-yet';
  const small = BigInt(detail.difference.minor) <= 1_000n && BigInt(detail.difference.minor) >= -1_000n;

  function run<T>(send: () => Promise<ActionResult<T>>, done: (value: T) => { ids: readonly string[]; status: CaseState; title: string; next?: string; goOn: boolean }): void {
    start(async () => {
      const answer = await send();
      if (!answer.ok) {
        showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
        return changed();
      }
      const { ids, status, title, next, goOn } = done(answer.value);
      acted(ids, status, goOn);
      showSummary({ title, ...(next && { next }), ...(goOn && { undo: () => takeBack(ids[0]!) }) });
    });
  }
  const takeBack = (caseId: string) => run(() => undoCaseAction({ caseId }), () => ({ ids: [caseId], status: 'open', title: t('done.undo', { amount }), goOn: false }));
  const writeOff = () => run(() => writeOffCaseAction({ caseId: detail.id }), (v) => ({ ids: [v.caseId], status: v.status, title: t('done.write-off', { amount }), goOn: true }));
  const match = () => {
    const group = groupOf(detail, picks);
    run(() => matchByHandAction(group), (v) => ({ ids: [detail.id, ...v.caseIds.filter((id) => id !== detail.id)], status: 'matched', title: t('done.match', { amount }), goOn: true }));
  };
  const matchSum = () => {
    const { sum } = detail;
    if (!sum) return;
    const own = { lineIds: detail.line && detail.bank ? [detail.line.id] : [], sideIds: detail.side && detail.ours ? [detail.side.id] : [] };
    run(() => matchByHandAction({ lineIds: [...own.lineIds, ...sum.lineIds], sideIds: [...own.sideIds, ...sum.sideIds] }), (v) => (
      { ids: [detail.id, ...v.caseIds.filter((id) => id !== detail.id)], status: 'matched', title: t('done.match', { amount }), goOn: true }));
  };
  const assign = (to: string) => {
    setNote(null);
    run(() => assignCasesAction({ caseIds: [detail.id], to }), () => ({ ids: [detail.id], status: detail.status, title: t('assign.done', { count: 1 }), goOn: false }));
  };
  const split = (partsMinor: string[], text: string) => {
    setNote(null);
    start(async () => {
      const answer = await splitLineAction({ caseId: detail.id, partsMinor, note: text });
      if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
      became(detail.id, answer.value.opened);
      showSummary({ title: t('split.done', { count: partsMinor.length }), undo: () => takeBack(detail.id) });
    });
  };
  const send = (kind: NoteKind, text: string, more: NoteMore) => {
    setNote(null);
    if (kind === 'confirm') {
      return run(() => confirmCaseAction({ caseId: detail.id, reason: text }), (v) => v.status === 'proposed'
        ? { ids: [v.caseId], status: v.status, title: t('done.proposed', { amount }), next: t('done.proposedNext'), goOn: true }
        : { ids: [v.caseId], status: v.status, title: t('done.confirm', { amount }), goOn: true });
    }
    return run(() => noteCaseAction({ caseId: detail.id, kind, note: text, ...more }), (v) => ({ ids: [v.caseId], status: v.status, title: t(`done.${kind}`, { amount }), goOn: kind !== 'comment' }));
  };
  const canMatch = open && groupOf(detail, picks).lineIds.length > 0 && groupOf(detail, picks).sideIds.length > 0;
  const undoId = !open ? detail.id : (detail.status === 'open' ? undoLast : detail.id);
  const suggested = { match: canMatch ? match : detail.sum?.others === 0 ? matchSum : null, 'write-off': small ? writeOff : null, confirm: () => setNote('confirm'), 'second-person': () => setNote('confirm'), dispute: () => setNote('dispute'), wait: null, none: null }[detail.nextAction];
  useShortcut({ keys: 'Enter', label: t('act.doNext'), run: () => suggested?.(), enabled: () => atDesk() && suggested !== null && !busy });
  const look = (action: CaseDetailView['nextAction']) => (open && detail.nextAction === action ? 'primary' : 'secondary');
  return (
    // In sight however long the case is: on a small screen the keys would otherwise act unseen.
    <div className="flex flex-wrap gap-2 border-t border-line bg-surface px-4 py-3 desk:sticky desk:bottom-0 desk:z-10">
      {canMatch && <Button size="sm" shortcut="m" variant={look('match')} pending={busy} onClick={match}>{picks.size > 0 ? t('act.matchWith', { count: picks.size }) : t('act.match')}</Button>}
      {open && detail.sum && <Button size="sm" shortcut="g" variant={!canMatch && detail.sum.others === 0 ? look('match') : 'secondary'} pending={busy} onClick={matchSum}>{t('act.matchSum', { count: detail.sum.elements.length })}</Button>}
      {detail.splittable && <Button size="sm" shortcut="s" pending={busy} onClick={() => setNote('split')}>{t('act.split')}</Button>}
      {decidable && small && <Button size="sm" shortcut="w" variant={look('write-off')} pending={busy} onClick={writeOff}>{t('act.writeOff')} {amount}</Button>}
      {decidable && (
        <Button size="sm" shortcut="b" variant={detail.nextAction === 'second-person' ? 'primary' : look('confirm')} pending={busy} onClick={() => setNote('confirm')}>
          {t(detail.status === 'proposed' ? 'act.confirmSecond' : 'act.confirm')}
        </Button>
      )}
      {open && <Button size="sm" shortcut="d" variant={look('dispute')} pending={busy} onClick={() => setNote('dispute')}>{t('act.dispute')}</Button>}
      {open && <Button size="sm" shortcut="f" pending={busy} onClick={() => setNote('follow-up')}>{t('act.followUp')}</Button>}
      {open && <Button size="sm" shortcut="p" pending={busy} onClick={() => setNote('suspend')}>{t('act.suspend')}</Button>}
      {open && <Button size="sm" shortcut="a" pending={busy} onClick={() => setNote('assign')}>{t('act.assign')}</Button>}
      <Button size="sm" shortcut="c" pending={busy} onClick={() => setNote('comment')}>{t('act.comment')}</Button>
      {undoId && <Button size="sm" shortcut="z" pending={busy} onClick={() => takeBack(undoId)}>{t('act.undo')}</Button>}
      {note === 'split' && detail.line && <SplitDialog whole={detail.line.amount} ours={detail.ours} close={() => setNote(null)} send={split} />}
      {note === 'assign' && <AssignDialog close={() => setNote(null)} send={assign} />}
      {note && note !== 'split' && note !== 'assign' && <NoteDialog kind={note} amount={amount} close={() => setNote(null)} send={(text, more) => send(note, text, more)} single />}
    </div>
  );
}

/** The case and what was picked; without a pick, the one near miss of exactly this amount. */
function groupOf(detail: CaseDetailView, picks: ReadonlySet<number>): { lineIds: string[]; sideIds: string[] } {
  const exact = detail.nearMisses.filter((n) => !n.whyNot.includes('other-amount'));
  const chosen = picks.size > 0 ? detail.nearMisses.filter((_, place) => picks.has(place)) : exact.length === 1 ? exact : [];
  const sides = detail.line && !detail.ours ? [] : detail.side && !detail.line ? [detail.side.id] : [];
  return {
    lineIds: [...(detail.line ? [detail.line.id] : []), ...chosen.flatMap((n) => n.line?.id ?? [])], sideIds: [...sides, ...chosen.flatMap((n) => n.side?.id ?? [])],
  };
}
