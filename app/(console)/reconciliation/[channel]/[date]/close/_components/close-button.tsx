'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { showSummary } from '@/components/ui/toast';
import type { ChannelCode } from '@/lib/channels/model';
import { closeDayAction } from '../../../../actions';

/** Keeps the proof as it stands. */
export function CloseButton({ channel, date, again, ready }: { channel: ChannelCode; date: string; again: boolean; ready: boolean }) {
  const t = useTranslations('reconciliation');
  const router = useRouter();
  const [busy, start] = useTransition();
  const close = () => start(async () => {
    const answer = await closeDayAction({ channel, date });
    if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    showSummary({ title: t('close.done', { date }) });
    router.refresh();
  });
  return <Button variant="primary" shortcut="e" pending={busy} disabled={!ready} onClick={close}>{t(again ? 'close.again' : 'close.go')}</Button>;
}
