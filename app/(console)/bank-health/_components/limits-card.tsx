import { useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import type { ChannelTile, LimitUsed } from '@/lib/routing/model';

export interface DeskPartProps {
  tiles: readonly ChannelTile[];
  nameOf: (channel: string) => string;
}

/** What was sent to each channel, and how much of its day and month is used up. */
export function LimitsCard({ tiles, nameOf }: DeskPartProps) {
  const t = useTranslations('bank-health');
  if (tiles.length === 0) return <Card title={t('limits.title')}><EmptyState title={t('limits.none')} /></Card>;
  return (
    <Card title={t('limits.title')} sentence={t('limits.sentence')}>
      <ul className="grid gap-3">
        {tiles.map((tile) => (
          <li key={tile.channel} className="grid gap-1 border-b border-line pb-2 last:border-b-0 last:pb-0">
            <span className="flex flex-wrap justify-between gap-x-4">
              <span className="font-medium">{nameOf(tile.channel)}</span>
              <span className="flex gap-x-2 text-13 text-ink-2">{t('limits.volume', { orders: tile.volume.orders })} <Money value={tile.volume.amount} /></span>
            </span>
            {tile.limits.day && <Used label={t('limits.day')} used={tile.limits.day} />}
            {tile.limits.month && <Used label={t('limits.month')} used={tile.limits.month} />}
            {!tile.limits.day && !tile.limits.month && <span className="text-13 text-ink-3">{t('limits.unlimited')}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Used({ label, used }: { label: string; used: LimitUsed }) {
  const limit = BigInt(used.limit.minor);
  // Tenths of a percent as a whole number: money itself never becomes a float.
  const permille = limit === 0n ? 1_000 : Number((BigInt(used.used.minor) * 1_000n) / limit);
  return (
    <span className="grid gap-0.5 text-13">
      <span className="flex flex-wrap justify-between gap-x-3 tabular-nums">
        <span>{label} · {permille / 10} %</span>
        <span className="flex gap-x-1 text-ink-2"><Money value={used.used} /> / <Money value={used.limit} /></span>
      </span>
      <span aria-hidden className="h-2 rounded-sm border border-line-strong bg-sunken">
        <span className={`block h-full ${permille >= 900 ? 'bg-wrong' : permille >= 700 ? 'bg-attention' : 'bg-series-1'}`} style={{ width: `${Math.min(100, permille / 10)}%` }} />
      </span>
    </span>
  );
}
