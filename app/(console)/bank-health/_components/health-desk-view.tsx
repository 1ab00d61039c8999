'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useRef } from 'react';
import { DateTime } from '@/components/date-time';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { channelName, isChannelCode } from '@/lib/channels/model';
import type { HealthDesk, HealthWindow } from '@/lib/routing/model';
import { AlarmList, useCause } from './alarm-list';
import { BreakerStrip } from './breaker-strip';
import { ChannelTiles } from './channel-tiles';
import { HealthCharts } from './health-charts';
import { LimitsCard } from './limits-card';
import { MaintenanceCalendar } from './maintenance-calendar';
import { RefusedCallbacks } from './refused-callbacks';
import { RiskHolds } from './risk-holds';
import { WeightsEditor } from './weights-editor';

/** The outage's third failure is on the screen within this time. */
const POLL_MS = 2_000;
const WINDOW_MS: Readonly<Record<HealthWindow, number>> = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 };

export interface HealthDeskViewProps {
  first: HealthDesk;
  window: HealthWindow;
  mayWrite: boolean;
  mayAcknowledge: boolean;
}

export function HealthDeskView({ first, window, mayWrite, mayAcknowledge }: HealthDeskViewProps) {
  const t = useTranslations('bank-health');
  const locale = useLocale();
  const zone = useTimeZone() ?? 'Asia/Shanghai';
  const causeOf = useCause();
  const wall = useRef<HTMLDivElement>(null);
  const { data: desk, error, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['bank-health', window],
    queryFn: () => readDesk(window),
    initialData: first,
    refetchInterval: POLL_MS,
  });
  const nameOf = (channel: string) => (isChannelCode(channel) ? channelName(channel, locale) : channel);
  const changed = () => void refetch();
  const now = Date.parse(desk.at);
  return (
    <div className="grid gap-4">
      {error && (
        <Banner meaning="attention" title={t('stale.title')} live>
          {t('stale.sentence')} <DateTime at={dataUpdatedAt} show="time" />
        </Banner>
      )}
      {/* What a wall shows: state, curves, what happened. The browser's own full screen; Esc leaves it. */}
      <div ref={wall} className="grid gap-4 bg-paper [&:fullscreen]:overflow-y-auto [&:fullscreen]:p-6 [&:fullscreen]:text-16">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-13 text-ink-2">{t('asOf')} <DateTime at={desk.at} show="time" /></p>
          <Button size="sm" variant="quiet" onClick={() => void toggleWall(wall.current)}>{t('wall')}</Button>
        </div>
        <ChannelTiles tiles={desk.tiles} points={desk.points} nameOf={nameOf} />
        <HealthCharts desk={desk} window={window} nameOf={nameOf} />
        <div className="grid gap-4 lg:grid-cols-2">
          <BreakerStrip tiles={desk.tiles} alarms={desk.alarms} from={now - WINDOW_MS[window]} to={now} nameOf={nameOf} causeOf={causeOf} />
          <AlarmList alarms={desk.alarms} nameOf={nameOf} mayAcknowledge={mayAcknowledge} changed={changed} />
        </div>
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <LimitsCard tiles={desk.tiles} nameOf={nameOf} />
        <div className="grid content-start gap-4">
          <MaintenanceCalendar windows={desk.maintenance} now={desk.at} zone={zone} nameOf={nameOf} />
          <RefusedCallbacks rows={desk.refusedCallbacks} nameOf={nameOf} />
        </div>
      </div>
      <RiskHolds holds={desk.holds} channels={desk.tiles.map((tile) => tile.channel)} nameOf={nameOf} mayWrite={mayWrite} changed={changed} />
      <WeightsEditor key={desk.configVersion} desk={desk} nameOf={nameOf} mayWrite={mayWrite} changed={changed} />
    </div>
  );
}

/** Where a browser does not allow it nothing happens; the page is as it was. */
async function toggleWall(element: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await element?.requestFullscreen?.().catch(() => undefined);
}

async function readDesk(window: HealthWindow): Promise<HealthDesk> {
  const answer = await fetch(`/api/feeds/bank-health?window=${window}`, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as HealthDesk;
}
