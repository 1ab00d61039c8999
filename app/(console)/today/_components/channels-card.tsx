import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { StatusBadge } from '@/components/status-badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { channelName, isChannelCode } from '@/lib/channels/model';
import type { ChannelTile } from '@/lib/routing/model';

const DEGRADED_BELOW = 0.9;

function stateOf(tile: ChannelTile): 'good' | 'degraded' | 'down' | 'maintenance' {
  if (tile.maintenanceUntil || tile.masked !== null) return 'maintenance';
  if (tile.breaker === 'open') return 'down';
  return tile.breaker === 'half-open' || tile.successRate < DEGRADED_BELOW ? 'degraded' : 'good';
}

/** One small tile per channel; the desk behind it has the curves. */
export function ChannelsCard({ tiles }: { tiles: readonly ChannelTile[] }) {
  const t = useTranslations('today');
  const locale = useLocale();
  return (
    <Card title={t('channels.title')} padding={tiles.length > 0 ? 'normal' : 'none'}>
      {tiles.length === 0 && <EmptyState title={t('channels.none')}>{t('channels.noneSentence')}</EmptyState>}
      <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-4">
        {tiles.map((tile) => (
          <li key={tile.channel}>
            <Link href="/bank-health" data-plain-link className="flex items-center justify-between gap-2 rounded-md border border-line px-3 py-2 hover:border-line-strong">
              <span className="min-w-0">
                <span className="block truncate font-medium">{isChannelCode(tile.channel) ? channelName(tile.channel, locale) : tile.channel}</span>
                <span className="block text-13 text-ink-2 tabular-nums">
                  {t('channels.success', { percent: `${(Math.round(tile.successRate * 1_000) / 10).toFixed(1)} %` })}
                </span>
              </span>
              <StatusBadge noun="channel" state={stateOf(tile)} />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
