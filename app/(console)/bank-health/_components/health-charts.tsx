'use client';

import { useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { BarChart, LineChart, PercentileChart } from '@/components/charts';
import { DateTime } from '@/components/date-time';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { instant, zoned } from '@/lib/kernel/time';
import type { AlarmView, HealthDesk, HealthWindow } from '@/lib/routing/model';
import { CallsSheet } from './calls-sheet';

/** A point of the curve below this is offered for looking into. */
const DIP = 0.9;
const DIPS_SHOWN = 6;
const percent = (value: number) => `${Math.round(value * 1_000) / 10} %`;
const duration = (ms: number) => (ms >= 1_000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms)} ms`);

const flagOf = (t: ReturnType<typeof useTranslations>, moves: readonly AlarmView[], nameOf: (channel: string) => string): string =>
  moves.length === 1 ? nameOf(moves[0]!.channel) : t('strip.opened', { count: moves.length });

export interface HealthChartsProps {
  desk: HealthDesk;
  window: HealthWindow;
  nameOf: (channel: string) => string;
}

/** Success, answer times and volume over the window; the sickest channels are drawn first, because a chart holds six. */
export function HealthCharts({ desk, window, nameOf }: HealthChartsProps) {
  const t = useTranslations('bank-health');
  const zone = useTimeZone() ?? 'Asia/Shanghai';
  const [picked, setPicked] = useState<string | null>(null);
  const [channel, setChannel] = useState('');
  const label = (iso: string) => {
    const { date, time } = zoned(instant(Date.parse(iso)), zone);
    if (window === '7d' || window === '24h') return `${date.slice(5)} ${time.slice(0, 5)}`;
    // Two points of a quarter of an hour fall into one minute: a label that both had would lead to the first one's payments only.
    return window === '15m' ? time.slice(0, 8) : time.slice(0, 5);
  };
  const times = [...new Set(desk.points.map((p) => p.at))].sort();
  const sickest = [...desk.tiles].sort((a, b) => a.successRate - b.successRate).map((tile) => tile.channel).filter((c) => desk.points.some((p) => p.channel === c));
  const series = sickest.map((key) => ({ key, label: nameOf(key) }));
  const of = (at: string, key: string) => desk.points.find((p) => p.at === at && p.channel === key);
  const success = times.map((at) => ({ x: label(at), values: Object.fromEntries(sickest.map((key) => [key, of(at, key)?.successRate ?? null])) }));
  const volume = times.map((at) => ({ x: label(at), values: Object.fromEntries(sickest.map((key) => [key, of(at, key)?.calls ?? null])) }));
  const latency = channel === '' ? desk.latency : desk.points.filter((p) => p.channel === channel);
  // One flag per moment, however many breakers opened in it: labels on top of each other say nothing.
  const opened = Map.groupBy(desk.alarms.filter((alarm) => alarm.to === 'open'), (alarm) => times.findLast((time) => time <= alarm.at) ?? '');
  const flags = [...opened].filter(([at]) => at !== '').map(([at, moves]) => ({ x: label(at), label: flagOf(t, moves, nameOf) })).slice(0, 4);
  const dips = desk.points.filter((p) => p.successRate < DIP).sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, DIPS_SHOWN);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card>
        <LineChart
          title={t('success.title')} sentence={t('success.sentence')} series={series} points={success} format={percent} domain={[0, 1]} events={flags.slice(0, 8)}
          onPick={(point) => setPicked(times.find((at) => label(at) === point.x) ?? null)}
        />
        {dips.length > 0 && (
          <p className="mt-3 flex flex-wrap items-center gap-2 text-13">
            <span className="text-ink-2">{t('calls.dips')}</span>
            {dips.map((p) => (
              <Button key={`${p.at}-${p.channel}`} size="sm" onClick={() => setPicked(p.at)}>{nameOf(p.channel)} {percent(p.successRate)} · <DateTime at={p.at} show="time" /></Button>
            ))}
          </p>
        )}
      </Card>
      <Card>
        <PercentileChart
          title={t('latency.title')} sentence={channel === '' ? t('latency.sentence') : t('latency.one', { channel: nameOf(channel) })}
          points={latency.map((p) => ({ x: label(p.at), p50: p.p50Ms, p95: p.p95Ms, p99: p.p99Ms }))} format={duration}
        />
        <Field label={t('latency.choose')} className="mt-2 max-w-60">
          <Select value={channel} onChange={(event) => setChannel(event.target.value)} options={[{ value: '', label: t('latency.all') }, ...series.map((s) => ({ value: s.key, label: s.label }))]} />
        </Field>
      </Card>
      <Card className="lg:col-span-2">
        <BarChart title={t('volume.title')} sentence={t('volume.sentence')} series={series} points={volume} format={(value) => String(Math.round(value))} stacked />
      </Card>
      <CallsSheet at={picked} window={window} nameOf={nameOf} close={() => setPicked(null)} />
    </div>
  );
}
