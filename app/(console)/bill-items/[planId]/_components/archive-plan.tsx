'use client';

import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { showSummary } from '@/components/ui/toast';
import { archivePlanAction } from '../../actions';

/** Cannot be undone, so it is asked about once. */
export function ArchivePlan({ planId, name }: { planId: string; name: string }) {
  const t = useTranslations('bill-items');
  const [open, setOpen] = useState(false);
  const [busy, start] = useTransition();
  const archive = () => start(async () => {
    const answer = await archivePlanAction({ planId });
    showSummary(answer.ok
      ? { title: t('archive.done'), next: t('archive.doneNext') }
      : { title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    if (answer.ok) setOpen(false);
  });
  return (
    <Dialog
      title={t('archive.title', { name })} description={t('archive.sentence')} open={open} onOpenChange={setOpen}
      trigger={<Button variant="quiet">{t('archive.open')}</Button>}
      footer={<Button variant="danger" pending={busy} onClick={archive}>{t('archive.confirm')}</Button>}
    >
      {null}
    </Dialog>
  );
}
