import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { meaningText, StateShape } from '@/components/state-shape';
import { meaningOf } from '@/components/states';
import { moneyText } from '@/components/money-format';
import type { RefundStage } from '@/lib/reports/model';

/** Where the open refunds stand and how long the oldest has stood there. */
export function StageTiles({ stages, zone }: { stages: readonly RefundStage[]; zone: string }) {
  const t = useTranslations('refunds');
  return (
    <ul aria-label={t('stage.label')} className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-5">
      {stages.map((stage) => {
        const meaning = stage.count === 0 ? 'rest' : meaningOf('refund', stage.status);
        return (
          <li key={stage.status} className="rounded-md border border-line bg-surface px-4 py-3">
            <span className="flex items-center gap-1.5 text-13 text-ink-2">
              <StateShape meaning={meaning} className={meaningText[meaning]} />
              {t(`stage.${stage.status}`)}
            </span>
            <span className="mt-1 block text-24 font-semibold tabular-nums">{stage.count}</span>
            <span className="block text-13 text-ink-2">
              {stage.amounts.map(moneyText).join(' · ') || '—'}
              {stage.oldestAt && <span className="block">{t('stage.oldest')} <DateTime at={stage.oldestAt} zone={zone} show="date" relative className="whitespace-normal" /></span>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
