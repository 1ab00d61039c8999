'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { DateTime } from '@/components/date-time';
import { FormRefusal } from '@/components/form-refusal';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { SubmitButton } from '@/components/ui/submit-button';
import type { DelegationView } from '@/lib/approvals';
import { revokeAction } from '../actions';

const MEANING = { coming: 'waiting', running: 'good', over: 'rest', 'taken-back': 'rest' } as const;

export function DelegationList({ rows, zone }: { rows: readonly DelegationView[]; zone: string }) {
  const t = useTranslations('approvals.delegation');
  const [state, send] = useActionState(revokeAction, null);
  if (rows.length === 0) return <EmptyState title={t('empty')}>{t('emptySentence')}</EmptyState>;
  return (
    <>
      {state?.ok === false && <FormRefusal state={state} />}
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
            <div className="min-w-0">
              <p className="font-medium">{t('line', { from: row.from, to: row.to })}</p>
              <p className="text-13 text-ink-2"><DateTime at={row.startsAt} zone={zone} /> – <DateTime at={row.endsAt} zone={zone} /> · {row.reason}</p>
            </div>
            <div className="flex items-center gap-3">
              <Badge meaning={MEANING[row.state]}>{t(`state.${row.state}`)}</Badge>
              {row.mine && <form action={send}><input type="hidden" name="id" value={row.id} /><SubmitButton variant="secondary" size="sm">{t('takeBack')}</SubmitButton></form>}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
