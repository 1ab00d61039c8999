import { useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import { meaningText, StateShape } from '@/components/state-shape';
import { Card } from '@/components/ui/card';
import type { RefundSignal } from '@/lib/reports/model';

/** Facts that deserve a second look, each in one sentence; it says so when there are none. */
export function RiskCard({ signals }: { signals: readonly RefundSignal[] }) {
  const t = useTranslations('approvals.risk');
  return (
    <Card title={t('title')} sentence={t(signals.length === 0 ? 'none' : 'sentence')}>
      {signals.length > 0 && (
        <ul className="grid gap-2">
          {signals.map(({ code, count, amount }) => (
            <li key={code} className="flex items-start gap-2">
              <StateShape meaning="attention" className={`mt-1 shrink-0 ${meaningText.attention}`} />
              {t(`of.${code}`, { count: count ?? 0, amount: amount ? moneyText(amount) : '' })}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
