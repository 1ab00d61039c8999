import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import type { OwnChartView } from '@/lib/ledger';

const MEANING = { draft: 'rest', asked: 'waiting', active: 'good', rejected: 'wrong' } as const;

/** Every version there was, and which one counts today. */
export function ChartVersions({ versions, zone }: { versions: OwnChartView['versions']; zone: string }) {
  const t = useTranslations('ledger.chart');
  return (
    <Card title={t('versions')} sentence={t(versions.some((one) => one.inForce) ? 'versionsSentence' : 'noneInForce')} padding={versions.length > 0 ? 'none' : 'normal'}>
      {versions.length > 0 && (
        <ul className="divide-y divide-line">
          {versions.map((one) => (
            <li key={one.version} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
              <span className="font-medium">{t('version', { version: one.version })}</span>
              <Badge meaning={one.status === 'active' && !one.inForce ? 'rest' : MEANING[one.status]}>{t(one.inForce ? 'state.inForce' : `state.${one.status}`)}</Badge>
              <span className="text-13 text-ink-2">{t('countsFrom', { day: one.from })} · <DateTime at={one.madeAt} zone={zone} /></span>
              {one.note && <span className="min-w-0 text-13 break-words">{one.note}</span>}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
