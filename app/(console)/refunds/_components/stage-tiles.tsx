import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { meaningText, StateShape } from '@/components/state-shape';
import { meaningOf } from '@/components/states';
import { moneyText } from '@/components/money-format';
import type { RefundStage } from '@/lib/reports/model';

const AGES = ['day', 'three', 'older'] as const;

/** Where the open refunds stand, for how long, and which of them: a tile opens its own list, what has stood there longest first. */
export function StageTiles({ stages, zone, current }: { stages: readonly RefundStage[]; zone: string; current: string | null }) {
  const t = useTranslations('refunds');
  return (
    <ul aria-label={t('stage.label')} className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-5">
      {stages.map((stage) => {
        const meaning = stage.count === 0 ? 'rest' : meaningOf('refund', stage.status);
        return (
          <li key={stage.status}>
            <Link
              href={stage.status === current ? '/refunds' : `/refunds?state=${stage.status}`} data-plain-link aria-current={stage.status === current ? 'true' : undefined}
              className="block h-full rounded-md border border-line bg-surface px-4 py-3 hover:bg-sunken aria-[current=true]:border-accent aria-[current=true]:bg-accent-soft"
            >
              <span className="flex items-center gap-1.5 text-13 text-ink-2">
                <StateShape meaning={meaning} className={meaningText[meaning]} />
                {t(`stage.${stage.status}`)}
              </span>
              <span className="mt-1 block text-24 font-semibold tabular-nums">{stage.count}</span>
              <span className="block text-13 text-ink-2">
                {stage.amounts.map(moneyText).join(' · ') || '—'}
                {stage.oldestAt && <span className="block">{t('stage.oldest')} <DateTime at={stage.oldestAt} zone={zone} show="date" relative className="whitespace-normal" /></span>}
                {stage.count > 0 && <span className="block">{AGES.filter((age) => stage.ages[age] > 0).map((age) => t(`stage.age.${age}`, { count: stage.ages[age] })).join(' · ')}</span>}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
