'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { useShortcut } from '@/components/use-shortcut';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { showSummary } from '@/components/ui/toast';
import type { ActionResult } from '@/lib/edge/model';
import { UNDECIDED, type CaseRowView, type CaseState } from '@/lib/reconciliation/model';
import { assignCasesAction, decideManyAction, matchByHandAction } from '../../../actions';
import { AssignDialog } from './assign-dialog';
import { NoteDialog, type NoteKind } from './note-dialog';

type Act = 'confirm' | 'write-off' | 'dispute' | 'follow-up' | 'suspend' | 'undo';
type Done = readonly { readonly caseId: string; readonly status: CaseState }[];

interface MarkedPanelProps {
  rows: readonly CaseRowView[];
  unmark: () => void;
  actedOn: (done: Done) => void;
  atDesk: () => boolean;
}

/** Several cases at once: what they add up to on each side, a match once the difference is nothing, or one act on each of them. */
export function MarkedPanel({ rows, unmark, actedOn, atDesk }: MarkedPanelProps) {
  const t = useTranslations('reconciliation');
  const [note, setNote] = useState<NoteKind | 'assign' | null>(null);
  const [busy, start] = useTransition();
  const sums = sumsOf(rows);
  const { lineIds, sideIds } = elementsOf(rows);
  const matchable = lineIds.length > 0 && sideIds.length > 0 && sums.oneCurrency;
  const ties = matchable && BigInt(sums.difference.minor) === 0n;

  function run<T>(send: () => Promise<ActionResult<T>>, done: (value: T) => void): void {
    start(async () => {
      const answer = await send();
      if (answer.ok) done(answer.value);
      else showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    });
  }
  const many = (act: Act, text = '', caseIds = rows.map((r) => r.id)) => run(() => decideManyAction({ caseIds, act, note: text }), ({ done, refused }) => {
    actedOn(done);
    showSummary({
      title: t(`many.${act}`, { count: done.length }), ...(refused.length > 0 && { meaning: 'attention' as const, next: t('many.refused', { count: refused.length }) }),
      ...(act !== 'undo' && done.length > 0 && { undo: () => many('undo', '', done.map((d) => d.caseId)) }),
    });
  });
  const match = () => run(() => matchByHandAction({ lineIds, sideIds }), (v) => {
    actedOn([...new Set([...v.caseIds, ...rows.map((r) => r.id)])].map((caseId) => ({ caseId, status: 'matched' })));
    showSummary({ title: t('many.match', { count: rows.length }), undo: () => many('undo', '', v.caseIds.slice(0, 1)) });
  });
  const assign = (to: string) => {
    setNote(null);
    run(() => assignCasesAction({ caseIds: rows.map((r) => r.id), to }), (v) => { unmark(); showSummary({ title: t('assign.done', { count: v.caseIds.length }) }); });
  };
  useShortcut({ keys: 'Escape', label: t('act.unmark'), run: unmark, enabled: atDesk });
  const open = rows.some((r) => UNDECIDED.includes(r.status));
  return (
    <Card padding="none">
      <div className="border-b border-line px-4 py-3"><h2 className="text-16 font-semibold" aria-live="polite">{t('many.title', { count: rows.length })}</h2></div>
      <div className="px-4 py-3">
        <DescriptionList
          items={[
            { term: t('many.bank', { count: lineIds.length }), value: <span className="tabular-nums">{moneyText(sums.bank)}</span> },
            { term: t('many.ours', { count: sideIds.length }), value: <span className="tabular-nums">{moneyText(sums.ours)}</span> },
            { term: t('many.difference'), value: <b data-testid="running-difference" className="tabular-nums">{moneyText(sums.difference)}</b> },
          ]}
        />
        {matchable && <p role="status" className="mt-2 text-13 text-ink-2">{ties ? t('many.ties') : t('many.mustBeNothing')}</p>}
      </div>
      <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
        <Button size="sm" shortcut="m" variant={ties ? 'primary' : 'secondary'} disabled={!ties} pending={busy} onClick={match}>{t('act.match')}</Button>
        {open && <Button size="sm" shortcut="w" pending={busy} onClick={() => many('write-off')}>{t('act.writeOff')}</Button>}
        {open && <Button size="sm" shortcut="b" pending={busy} onClick={() => setNote('confirm')}>{t('act.confirm')}</Button>}
        {open && <Button size="sm" shortcut="d" pending={busy} onClick={() => setNote('dispute')}>{t('act.dispute')}</Button>}
        {open && <Button size="sm" shortcut="f" pending={busy} onClick={() => setNote('follow-up')}>{t('act.followUp')}</Button>}
        {open && <Button size="sm" shortcut="p" pending={busy} onClick={() => setNote('suspend')}>{t('act.suspend')}</Button>}
        {open && <Button size="sm" shortcut="a" pending={busy} onClick={() => setNote('assign')}>{t('act.assign')}</Button>}
        <Button size="sm" shortcut="z" pending={busy} onClick={() => many('undo')}>{t('act.undo')}</Button>
        <Button size="sm" variant="quiet" onClick={unmark}>{t('act.unmark')}</Button>
      </div>
      {note === 'assign' && <AssignDialog close={() => setNote(null)} send={assign} />}
      {note && note !== 'comment' && note !== 'assign' && (
        <NoteDialog kind={note} amount={moneyText(sums.difference)} close={() => setNote(null)} send={(text) => { setNote(null); many(note, text); }} />
      )}
    </Card>
  );
}

/** What counts up: money in at the bank and in our books. */
function sumsOf(rows: readonly CaseRowView[]) {
  const currency = rows[0]?.difference.currency ?? 'CNY';
  const sum = (of: (row: CaseRowView) => string | undefined) =>
    rows.reduce((total, row) => total + (row.direction === 'credit' ? 1n : -1n) * BigInt(of(row) ?? '0'), 0n);
  const [bank, ours] = [sum((r) => r.bank?.minor), sum((r) => r.ours?.minor)];
  const wire = (minor: bigint) => ({ minor: minor.toString(), currency });
  return { bank: wire(bank), ours: wire(ours), difference: wire(bank - ours), oneCurrency: rows.every((r) => r.difference.currency === currency) };
}

const elementsOf = (rows: readonly CaseRowView[]) => ({
  lineIds: rows.flatMap((r) => (r.bank === null ? [] : r.lineId ?? [])), sideIds: rows.flatMap((r) => (r.ours === null ? [] : r.sideId ?? [])),
});
