'use client';

import { useTranslations } from 'next-intl';
import { useQueryClient } from '@tanstack/react-query';
import { useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { RadioCards } from '@/components/ui/radio-cards';
import { showSummary } from '@/components/ui/toast';
import type { IssuableCycle } from '@/lib/bills/model';
import { requestBillRunAction } from '../actions';

const keyOf = (c: IssuableCycle): string => `${c.planId}|${c.cycleKey}`;

/** Which plan and cycle to issue; the button says how many bills that makes. */
export function IssueDialog({ cycles, zh }: { cycles: readonly IssuableCycle[]; zh: boolean }) {
  const t = useTranslations('bills');
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const chosen = cycles.find((c) => keyOf(c) === picked) ?? cycles[0];
  const issue = (cycle: IssuableCycle) => start(async () => {
    const answer = await requestBillRunAction({ planId: cycle.planId, cycleKey: cycle.cycleKey });
    setError(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    setOpen(false);
    showSummary({ title: t('issue.started', { count: answer.value.payers, cycle: cycle.cycleKey }), next: t('issue.startedNext') });
    await client.invalidateQueries({ queryKey: ['bill-runs'] });
  });
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('issue.title')}
      description={t('issue.sentence')}
      trigger={<Button variant="primary" shortcut="n">{t('issue.open')}</Button>}
      footer={chosen && (
        <Button variant="primary" pending={busy} onClick={() => issue(chosen)}>
          {t('issue.submit', { count: chosen.payers, cycle: chosen.cycleKey })}
        </Button>
      )}
    >
      {error && <Banner meaning="wrong" title={error} live className="mb-3" />}
      {chosen ? (
        <RadioCards
          name="cycle"
          legend={t('issue.legend')}
          value={keyOf(chosen)}
          onValueChange={setPicked}
          cards={cycles.map((c) => ({
            value: keyOf(c), label: `${zh ? c.planNameZh : c.planNameEn} (${c.planCode}) · ${c.cycleKey}`, aside: t('issue.payers', { count: c.payers }),
            description: t('issue.dates', { issue: c.issueDate, due: c.dueDate, version: c.planVersion }),
          }))}
        />
      ) : (
        <p className="text-ink-2">{t('issue.nothing')}</p>
      )}
    </Dialog>
  );
}
