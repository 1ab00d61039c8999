'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { showSummary } from '@/components/ui/toast';
import { channelName, type ChannelCode } from '@/lib/channels/model';
import { fetchStatementAction } from '../actions';
import { useImported } from './use-imported';

/** Asks the bank for one day. "No business" and "not yet" are answers, not failures. */
export function FetchStatement({ channel, date, changed }: { channel: ChannelCode; date: string; changed: () => void }) {
  const t = useTranslations('reconciliation');
  const locale = useLocale();
  const imported = useImported();
  const [busy, start] = useTransition();
  const name = channelName(channel, locale);
  const run = () => start(async () => {
    const answer = await fetchStatementAction({ channel, date });
    if (!answer.ok) showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    else if (answer.value.kind === 'imported') imported(answer.value.file);
    else if (answer.value.kind === 'not-yet') showSummary({ title: t('fetch.notYet', { channel: name, date }), meaning: 'waiting', next: t('fetch.notYetNext') });
    else showSummary({ title: t('fetch.emptyDay', { channel: name, date }), meaning: 'rest', next: t('fetch.emptyDayNext') });
    changed();
  });
  return (
    <Button size="sm" variant="quiet" pending={busy} onClick={run} aria-label={t('fetch.label', { channel: name, date })}>
      {t('fetch.button')}
    </Button>
  );
}
