'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { showSummary } from '@/components/ui/toast';
import type { WaivablePlan, WaiverView } from '@/lib/bill-items/model';
import { endWaiverAction } from '../actions';
import { AskWaiver } from './ask-waiver';

interface PayerWaiversProps {
  payer: { readonly id: string; readonly name: string };
  waivers: readonly WaiverView[];
  plans: readonly WaivablePlan[];
  /** May ask for one, and end one. */
  may: boolean;
}

/** What the payer need not pay, by whose consent and until when. */
export function PayerWaivers({ payer, waivers, plans, may }: PayerWaiversProps) {
  const t = useTranslations('payers.waivers');
  const zh = useLocale() === 'zh-CN';
  const router = useRouter();
  const [busy, start] = useTransition();
  const end = (waiverId: string) =>
    start(async () => {
      const answer = await endWaiverAction({ waiverId });
      if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong' });
      showSummary({ title: t('endDone'), next: t('endNext') });
      router.refresh();
    });
  return (
    <Card title={t('title')} sentence={t('sentence')} actions={may && plans.length > 0 && <AskWaiver payer={payer} plans={plans} />}>
      {waivers.length === 0 && <p className="text-13 text-ink-2">{t('none')}</p>}
      <ul className="grid gap-2 text-13">
        {waivers.map((waiver) => (
          <li key={waiver.id} className="grid gap-1 border-b border-line pb-2 last:border-b-0">
            <span className="flex flex-wrap items-center justify-between gap-x-3">
              <TextLink href={`/approvals/${waiver.approvalId}`}>{zh ? waiver.planZh : waiver.planEn}</TextLink>
              {waiver.ended ? <Badge meaning="rest">{t('ended')}</Badge> : may && (
                <Button size="sm" pending={busy} aria-label={t('endOf', { plan: zh ? waiver.planZh : waiver.planEn })} onClick={() => end(waiver.id)}>{t('end')}</Button>
              )}
            </span>
            <span>{t('line', { percent: waiver.bps / 100, items: waiver.itemCodes.length === 0 ? t('all') : waiver.itemCodes.join(', ') })}</span>
            <span className="text-ink-2 tabular-nums">{t('period', { from: waiver.from, until: waiver.until ?? t('open') })} · {waiver.reason}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
