'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { showSummary } from '@/components/ui/toast';
import type { PlanPreview } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import { activateVersionAction, submitForReviewAction } from '../../actions';
import { DifferenceList } from './difference-list';
import { ImpactNote } from './impact-note';

interface ActivateDialogProps {
  planId: string;
  version: number;
  effectiveFrom: string;
  preview: PlanPreview | null;
  disabled: boolean;
  currency: Currency;
  /** A second person reads it first. */
  needsReview: boolean;
  /** Keeps what is on the screen; false when that was refused. */
  beforeActivate: () => Promise<boolean>;
}

/** What will change, from when, and what should be known first; then the version takes effect. */
export function ActivateDialog({ planId, version, effectiveFrom, preview, disabled, currency, needsReview, beforeActivate }: ActivateDialogProps) {
  const t = useTranslations('bill-items');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [busy, start] = useTransition();
  const activate = () =>
    start(async () => {
      if (!(await beforeActivate())) return;
      const answer = needsReview ? await submitForReviewAction({ planId, version }) : await activateVersionAction({ planId, version });
      setOpen(false);
      const done = needsReview
        ? { title: t('review.submitted', { version }), next: t('review.submittedNext') }
        : { title: t('activated', { version }), next: t('activatedNext', { date: effectiveFrom }) };
      showSummary(answer.ok ? done : { title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
      router.refresh();
    });
  const problem = preview?.problem;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="lg"
      title={t(needsReview ? 'review.titleSubmit' : 'review.title', { version })}
      description={t('review.sentence', { date: effectiveFrom, count: preview?.payerCount ?? 0 })}
      trigger={
        <Button variant="primary" shortcut="a" disabled={disabled || !preview}>
          {t(needsReview ? 'review.openSubmit' : 'review.open', { version })}
        </Button>
      }
      footer={
        <Button variant="primary" pending={busy} disabled={!preview || problem !== null} onClick={activate}>
          {t(needsReview ? 'review.submit' : 'review.activate', { version, date: effectiveFrom })}
        </Button>
      }
    >
      <div className="grid gap-4">
        {problem && (
          <Banner meaning="wrong" title={t(`errors.${problem.code}`, { ...problem.details })}>
            {t('review.notYet')}
          </Banner>
        )}
        {preview?.warnings.map((warning) => (
          <Banner key={warning} meaning="attention" title={t(`warnings.${warning}`, { count: preview.channels.length })} />
        ))}
        {preview?.impact && <ImpactNote impact={preview.impact} />}
        <h3 className="font-semibold">{t('review.differences', { count: preview?.differences.length ?? 0 })}</h3>
        {preview && <DifferenceList differences={preview.differences} currency={currency} />}
      </div>
    </Dialog>
  );
}
