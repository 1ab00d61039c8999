'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { DateTime } from '@/components/date-time';
import { FormRefusal } from '@/components/form-refusal';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { LinkButton } from '@/components/ui/link-button';
import { SubmitButton } from '@/components/ui/submit-button';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import { EXPORT_FORMATS, type PeriodView } from '@/lib/ledger/model';
import { closeMonthAction, reopenMonthAction } from '../actions';

const MEANING = { closed: 'good', running: 'waiting', over: 'attention' } as const;

/** Month by month: whether it is closed, by whom, and its vouchers for the accounting software. */
export function PeriodList({ periods, mayClose, zone }: { periods: readonly PeriodView[]; mayClose: boolean; zone: string }) {
  const t = useTranslations('ledger.periods');
  const [closed, close] = useActionState(async (before: ActionState<{ readonly month: string }>, form: FormData) => {
    const answer = await closeMonthAction(before, form);
    if (answer?.ok) showSummary({ title: t('closed', { month: answer.value.month }) });
    return answer;
  }, null);
  const [asked, reopen] = useActionState(async (before: ActionState<{ readonly approvalId: string }>, form: FormData) => {
    const answer = await reopenMonthAction(before, form);
    if (answer?.ok) showSummary({ title: t('asked'), next: t('askedNext') });
    return answer;
  }, null);
  return (
    <Card title={t('title')} padding="none">
      {[closed, asked].map((state, at) => state?.ok === false && <div key={at} className="p-4"><FormRefusal state={state} /></div>)}
      <ul className="divide-y divide-line">
        {periods.map((period) => (
          <li key={period.month} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <div>
              <p className="flex items-center gap-3 font-medium">{period.month} <Badge meaning={MEANING[period.state]}>{t(`state.${period.state}`)}</Badge></p>
              <p className="text-13 text-ink-2">
                {t('entries', { count: period.entries })}
                {period.closedAt && <> · {t('closedBy', { name: period.closedBy ?? '' })} <DateTime at={period.closedAt} zone={zone} /></>}
              </p>
            </div>
            <div className="flex flex-wrap items-center gap-2">
              {EXPORT_FORMATS.map((format) => <LinkButton key={format} size="sm" prefetch={false} href={`/ledger/periods/export?month=${period.month}&format=${format}`}>{t(`format.${format}`)}</LinkButton>)}
              {mayClose && period.mayClose && <form action={close}><input type="hidden" name="month" value={period.month} /><SubmitButton size="sm">{t('close', { month: period.month })}</SubmitButton></form>}
              {mayClose && period.mayReopen && <form action={reopen}><input type="hidden" name="month" value={period.month} /><SubmitButton size="sm" variant="secondary">{t('reopen', { month: period.month })}</SubmitButton></form>}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
