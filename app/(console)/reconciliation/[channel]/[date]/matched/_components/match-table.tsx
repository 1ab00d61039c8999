'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { showSummary } from '@/components/ui/toast';
import type { MatchView } from '@/lib/reconciliation/model';
import { undoMatchAction } from '../../../../actions';

/** Lines that agree, and a way to say that one does not after all. */
export function MatchTable({ rows, mayResolve }: { rows: readonly MatchView[]; mayResolve: boolean }) {
  const t = useTranslations('reconciliation');
  return (
    <Card padding="none">
      <Table caption={t('matched.title')}>
        <thead>
          <tr>
            <Th>{t('matched.number')}</Th><Th numeric>{t('matched.amount')}</Th><Th className="max-sm:hidden">{t('matched.rule')}</Th><Th className="max-sm:hidden">{t('matched.at')}</Th><Th><span className="sr-only">{t('matched.apart')}</span></Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.lineId}>
              <Td className="font-mono text-12 break-all">{row.number ?? '—'}</Td>
              <Td numeric>{row.amount && <Money value={row.amount} />}</Td>
              <Td className="text-13 max-sm:hidden">{row.byRule ? t('matched.rule-of', { rule: t(`rule.${row.rule}`), version: row.ruleVersion }) : t(row.rule === 'split' ? 'event.split' : 'matched.by-hand')}{row.reasons.length > 0 && <span className="block text-12 text-ink-2">{row.reasons.map((why) => t(`evidence.${why}`)).join(' · ')}</span>}</Td>
              <Td className="text-13 max-sm:hidden"><DateTime at={row.matchedAt} /></Td>
              <Td numeric>{mayResolve && row.byRule && row.lineId && <TakeApart lineId={row.lineId} number={row.number ?? row.lineId} />}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function TakeApart({ lineId, number }: { lineId: string; number: string }) {
  const t = useTranslations('reconciliation');
  const common = useTranslations('common');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [busy, start] = useTransition();
  const run = () => start(async () => {
    const answer = await undoMatchAction({ lineId });
    setOpen(false);
    if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    showSummary({ title: t('matched.apartDone', { number }) });
    router.refresh();
  });
  return (
    <Dialog
      open={open} onOpenChange={setOpen} title={t('matched.apartTitle')} description={t('matched.apartSentence')}
      trigger={<Button size="sm" variant="quiet" aria-label={t('matched.apartLabel', { number })}>{t('matched.apart')}</Button>}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>{common('cancel')}</Button>
          <Button variant="primary" pending={busy} onClick={run}>{t('matched.apart')}</Button>
        </>
      }
    >
      <p className="font-mono text-13">{number}</p>
    </Dialog>
  );
}
