'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { showSummary } from '@/components/ui/toast';
import type { WaitingView } from '@/lib/reconciliation/model';
import { matchByHandAction, undoCaseAction } from '../../actions';

/** The bank has exactly one unexplained line of this amount near the day: one press says that it is this payment's. */
export function QuickConfirm({ row, lineId }: { row: WaitingView; lineId: string }) {
  const t = useTranslations('reconciliation');
  const router = useRouter();
  const [done, setDone] = useState(false);
  const [busy, start] = useTransition();
  const undo = (caseId: string) => start(async () => {
    const answer = await undoCaseAction({ caseId });
    if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    setDone(false);
    router.refresh();
  });
  const confirm = () => start(async () => {
    const answer = await matchByHandAction({ lineIds: [lineId], sideIds: [row.attemptId] });
    if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    setDone(true);
    const [caseId] = answer.value.caseIds;
    showSummary({ title: t('waiting.confirmed', { number: row.paymentNumber }), ...(caseId && { undo: () => undo(caseId) }) });
  });
  if (done) return <span className="block text-13 text-good">{t('status.matched')}</span>;
  return (
    <span className="mt-1 grid justify-items-start gap-0.5">
      <Button size="sm" pending={busy} onClick={confirm} aria-label={t('waiting.confirmLabel', { number: row.paymentNumber })}>{t('waiting.confirm', { amount: moneyText(row.amount) })}</Button>
      <span className="text-12 text-ink-2">{t('waiting.candidate', { day: row.candidate?.day ?? '', number: row.candidate?.number ?? '—' })}</span>
    </span>
  );
}
