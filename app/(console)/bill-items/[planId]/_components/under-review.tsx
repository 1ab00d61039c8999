'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { showSummary } from '@/components/ui/toast';
import { TextLink } from '@/components/ui/text-link';
import { withdrawReviewAction } from '../../actions';

/** The version waits for a second person; its author may take it back. */
export function UnderReview({ planId, version, approvalId, mayWrite }: { planId: string; version: number; approvalId: string; mayWrite: boolean }) {
  const t = useTranslations('bill-items.review');
  const router = useRouter();
  const [busy, start] = useTransition();
  const withdraw = () =>
    start(async () => {
      const answer = await withdrawReviewAction({ planId, version });
      showSummary(answer.ok ? { title: t('withdrawn', { version }) } : { title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
      router.refresh();
    });
  return (
    <Banner
      meaning="waiting" title={t('waiting', { version })} className="mb-4"
      actions={mayWrite && <Button size="sm" pending={busy} onClick={withdraw}>{t('withdraw')}</Button>}
    >
      {t('waitingNext')} <TextLink href={`/approvals/${approvalId}`}>{t('see')}</TextLink>
    </Banner>
  );
}
