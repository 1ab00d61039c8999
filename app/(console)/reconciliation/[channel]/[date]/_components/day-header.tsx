'use client';

import { useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import { Badge } from '@/components/ui/badge';
import { Banner } from '@/components/ui/banner';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeader } from '@/components/ui/page-header';
import { addDays, businessDate } from '@/lib/kernel/time';
import type { DayView } from '@/lib/reconciliation/model';

/** The day and what is left of it; the difference counts down while cases are decided. */
export function DayHeader({ day, name, all, stale }: { day: DayView; name: string; all: boolean; stale: boolean }) {
  const t = useTranslations('reconciliation');
  const href = (back: number) => `/reconciliation/${day.channel}/${addDays(businessDate(day.date), back)}`;
  const waiting = day.status === 'open' && day.open === 0;
  return (
    <>
      <PageHeader
        title={`${name} · ${day.date}`}
        beside={day.status === 'matching' && <Badge meaning="waiting">{t('overview.matching')}</Badge>}
        sentence={t('desk.summary', { matched: day.matched, open: day.open, notYet: day.notYet })}
        actions={
          <>
            <LinkButton size="sm" href={href(-1)}>◂ {t('desk.earlier')}</LinkButton>
            <LinkButton size="sm" href={href(1)}>{t('desk.later')} ▸</LinkButton>
            {day.fileId && <LinkButton size="sm" href={`/reconciliation/${day.channel}/${day.date}/matched`}>{t('matched.open')}</LinkButton>}
            {day.fileId && <LinkButton size="sm" href={`/reconciliation/${day.channel}/${day.date}/close`}>{t('close.link')}</LinkButton>}
            <LinkButton size="sm" href={all ? `/reconciliation/${day.channel}/${day.date}` : `?all=1`}>{t(all ? 'desk.hideDecided' : 'desk.showDecided')}</LinkButton>
          </>
        }
      />
      <div aria-live="polite" className="mb-4 grid gap-3">
        {day.status !== 'no-file' && (
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="text-ink-2">{t('desk.difference')}</span>
            <span data-difference={day.difference.minor} className="text-24 font-semibold tabular-nums">{moneyText(day.difference)}</span>
          </p>
        )}
        {day.status === 'tied' && <Banner meaning="good" title={t('desk.tied')}>{t('desk.tiedSentence')}</Banner>}
        {waiting && <Banner meaning="waiting" title={t('desk.waiting')}>{t('desk.waitingSentence')}</Banner>}
        {stale && <Banner meaning="attention" title={t('desk.stale')} />}
      </div>
    </>
  );
}
