'use client';

import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import type { VersionRow } from '@/lib/bill-items/model';
import type { Currency } from '@/lib/kernel/money';
import { DifferenceList } from './difference-list';

/** Every version there was, newest first, and what each changed. */
export function VersionList({ versions, today, currency }: { versions: readonly VersionRow[]; today: string; currency: Currency }) {
  const t = useTranslations('bill-items');
  const meaning = (v: VersionRow) => (v.state === 'active' ? (v.effectiveFrom > today ? 'waiting' : 'good') : v.state === 'review' ? 'waiting' : 'rest');
  const word = (v: VersionRow) => (v.state === 'active' && v.effectiveFrom > today ? t('versions.scheduled') : t(`versions.${v.state}`));
  return (
    <Card title={t('versions.title', { count: versions.length })} sentence={t('versions.sentence')} className="mt-4">
      <ol className="grid gap-3">
        {versions.map((v) => (
          <li key={v.version} className="grid gap-1 border-b border-line pb-3 last:border-b-0 last:pb-0">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-semibold">v{v.version}</span>
              <Badge meaning={meaning(v)}>{word(v)}</Badge>
              <span className="text-13 text-ink-2">{t('versions.from', { date: v.effectiveFrom })}</span>
              <span className="text-13 text-ink-2">
                {v.activatedAt ? t('versions.activated') : t('versions.created')} <DateTime at={v.activatedAt ?? v.createdAt} />
              </span>
            </p>
            {v.note && <p className="text-13">{v.note}</p>}
            {v.differences.length > 0 && <DifferenceList differences={v.differences} currency={currency} />}
          </li>
        ))}
      </ol>
    </Card>
  );
}
