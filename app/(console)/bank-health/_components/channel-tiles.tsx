import { useTranslations } from 'next-intl';
import { Sparkline } from '@/components/charts';
import { DateTime } from '@/components/date-time';
import { StatusBadge } from '@/components/status-badge';
import type { ChannelTile, HealthPoint } from '@/lib/routing/model';

/** Good, degraded, down or in maintenance: what a person needs to know first, from the breaker and the measured success. */
function stateOf(tile: ChannelTile): 'good' | 'degraded' | 'down' | 'maintenance' {
  if (tile.maintenanceUntil || tile.masked !== null) return 'maintenance';
  if (tile.breaker === 'open') return 'down';
  return tile.breaker === 'half-open' || tile.successRate < 0.9 ? 'degraded' : 'good';
}

export function ChannelTiles({ tiles, points, nameOf }: { tiles: readonly ChannelTile[]; points: readonly HealthPoint[]; nameOf: (channel: string) => string }) {
  const t = useTranslations('bank-health');
  return (
    <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-4" aria-label={t('tiles')}>
      {tiles.map((tile) => {
        const curve = points.filter((p) => p.channel === tile.channel).map((p) => p.successRate);
        const success = `${(Math.round(tile.successRate * 1_000) / 10).toFixed(1)} %`;
        return (
          <li key={tile.channel} className="rounded-md border border-line bg-surface px-4 py-3" data-channel={tile.channel} data-state={stateOf(tile)} data-breaker={tile.breaker}>
            <div className="flex items-center justify-between gap-2">
              <span className="font-semibold">{nameOf(tile.channel)}</span>
              <StatusBadge noun="channel" state={stateOf(tile)} />
            </div>
            <div className="mt-2 flex items-end justify-between gap-3">
              <span>
                <span className="block text-24 font-semibold tabular-nums">{success}</span>
                <span className="block text-13 text-ink-2">{t('tile.success', { samples: tile.samples })}</span>
              </span>
              <Sparkline values={curve.length > 1 ? curve : [tile.successRate, tile.successRate]} min={0} max={1} label={t('tile.curve', { success })} />
            </div>
            <p className="mt-1 text-13 text-ink-2">
              {t('tile.latency', { ms: Math.round(tile.p95Ms) })}
              {tile.refusedCallbacks > 0 && <span className="ml-2 text-wrong">{t('tile.refused', { count: tile.refusedCallbacks })}</span>}
            </p>
            <Note tile={tile} />
          </li>
        );
      })}
    </ul>
  );
}

function Note({ tile }: { tile: ChannelTile }) {
  const t = useTranslations('bank-health');
  if (tile.masked !== null) return <p className="text-13">{t('tile.masked', { reason: tile.masked })}</p>;
  if (tile.maintenanceUntil) return <p className="text-13">{t('tile.maintenance')} <DateTime at={tile.maintenanceUntil} show="time" /></p>;
  if (tile.breaker === 'open' && tile.retryAt) return <p className="text-13">{t('tile.retry')} <DateTime at={tile.retryAt} show="time" /></p>;
  return tile.breaker === 'half-open' ? <p className="text-13">{t('tile.trial')}</p> : null;
}
