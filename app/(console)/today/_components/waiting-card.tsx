import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { meaningText, StateShape } from '@/components/state-shape';
import { Card } from '@/components/ui/card';
import type { Waiting, WaitingKind } from '@/lib/reports/model';

const HREF: Readonly<Record<WaitingKind, string>> = {
  approvals: '/approvals', refunds: '/refunds', unknown: '/payments/unknown', suspense: '/payments/suspense', reconciliation: '/reconciliation', disputes: '/reconciliation/disputes',
};

/** Each desk this person works at, with how much waits there and for how long the oldest has. */
export function WaitingCard({ waiting, zone }: { waiting: readonly Waiting[]; zone: string }) {
  const t = useTranslations('today');
  const some = waiting.some((one) => one.count > 0);
  return (
    <Card title={t('waiting.title')} sentence={some ? t('waiting.sentence') : t('waiting.none')} padding="none">
      <ul className="divide-y divide-line">
        {waiting.map((one) => {
          const meaning = one.count > 0 ? 'waiting' : 'rest';
          return (
            <li key={one.kind} data-waiting={one.kind}>
              <Link href={HREF[one.kind]} data-plain-link className="flex items-center gap-3 px-4 py-2.5 hover:bg-sunken focus-visible:-outline-offset-2">
                <StateShape meaning={meaning} className={meaningText[meaning]} />
                <span className="min-w-0 flex-1">
                  {t(`waiting.kind.${one.kind}`)}
                  {one.oldestAt && <span className="block text-13 text-ink-2">{t('waiting.oldest')} <DateTime at={one.oldestAt} zone={zone} relative /></span>}
                </span>
                <span className="text-20 font-semibold tabular-nums">{one.count}{one.more && '+'}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
