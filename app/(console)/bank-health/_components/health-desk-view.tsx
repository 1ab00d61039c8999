'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { LineChart, PercentileChart } from '@/components/charts';
import { DateTime } from '@/components/date-time';
import { Banner } from '@/components/ui/banner';
import { Card } from '@/components/ui/card';
import { CHANNELS, channelName, isChannelCode } from '@/lib/channels/model';
import { instant, zoned } from '@/lib/kernel/time';
import type { HealthDesk, HealthWindow } from '@/lib/routing/model';
import { AlarmList } from './alarm-list';
import { ChannelTiles } from './channel-tiles';
import { RefusedCallbacks } from './refused-callbacks';
import { WeightsEditor } from './weights-editor';

/** The outage's third failure is on the screen within this time. */
const POLL_MS = 2_000;

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
  const { data: desk, error, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['bank-health', window],
    queryFn: () => readDesk(window),
    initialData: first,
    refetchInterval: POLL_MS,
  });
  const nameOf = (channel: string) => (isChannelCode(channel) ? channelName(channel, locale) : channel);
  const label = (iso: string) => {
    const { date, time } = zoned(instant(Date.parse(iso)), zone);
    return window === '7d' ? `${date.slice(5)} ${time.slice(0, 5)}` : time.slice(0, 5);
  };
  const times = [...new Set(desk.points.map((p) => p.at))].sort();
  const series = CHANNELS.map((channel) => ({ key: channel, label: nameOf(channel) })).filter((s) => desk.points.some((p) => p.channel === s.key));
  const success = times.map((at) => ({
    x: label(at),
    values: Object.fromEntries(series.map((s) => [s.key, desk.points.find((p) => p.at === at && p.channel === s.key)?.successRate ?? null])),
  }));
  const percent = (value: number) => `${Math.round(value * 1_000) / 10} %`;
  return (
    <div className="grid gap-4">
      {error && (
        <Banner meaning="attention" title={t('stale.title')} live>
          {t('stale.sentence')} <DateTime at={dataUpdatedAt} show="time" />
        </Banner>
      )}
      <ChannelTiles tiles={desk.tiles} points={desk.points} nameOf={nameOf} />
      <div className="grid gap-4 lg:grid-cols-2">
        <Card>
          <LineChart title={t('success.title')} sentence={t('success.sentence')} series={series} points={success} format={percent} domain={[0, 1]} />
        </Card>
        <Card>
          <PercentileChart
            title={t('latency.title')}
            sentence={t('latency.sentence')}
            points={desk.latency.map((p) => ({ x: label(p.at), p50: p.p50Ms, p95: p.p95Ms, p99: p.p99Ms }))}
            format={(ms) => (ms >= 1_000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms)} ms`)}
          />
        </Card>
        <AlarmList alarms={desk.alarms} nameOf={nameOf} mayAcknowledge={mayAcknowledge} changed={() => void refetch()} />
        <RefusedCallbacks rows={desk.refusedCallbacks} nameOf={nameOf} />
      </div>
      <WeightsEditor key={desk.configVersion} desk={desk} nameOf={nameOf} mayWrite={mayWrite} changed={() => void refetch()} />
    </div>
  );
}

async function readDesk(window: HealthWindow): Promise<HealthDesk> {
  const answer = await fetch(`/api/feeds/bank-health?window=${window}`, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as HealthDesk;
}
