'use client';

import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { ChartFrame } from './chart-frame';
import { axisTick, CHART_HEIGHT, gridLine, HoverCard } from './chart-parts';
import { EndLabels } from './end-labels';
import type { Point, Series } from './series';

export interface PercentilePoint {
  readonly x: string;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

export interface PercentileChartProps {
  title: string;
  sentence?: string;
  points: readonly PercentilePoint[];
  format: (value: number) => string;
  height?: number;
}

const SERIES: readonly Series[] = [
  { key: 'p50', label: 'p50' },
  { key: 'p95', label: 'p95' },
  { key: 'p99', label: 'p99' },
];
const DASH: Record<string, string> = { p50: '', p95: '7 3', p99: '2 3' };

/** How long it took: the band holds what lies between the middle and the 95th of a hundred; the 99th is the dotted line. */
export function PercentileChart({ title, sentence, points, format, height = CHART_HEIGHT }: PercentileChartProps) {
  const data = points.map((p) => ({ ...p, band: p.p50 === null || p.p95 === null ? null : [p.p50, p.p95] }));
  const asPoints: Point[] = points.map(({ x, ...values }) => ({ x, values }));
  return (
    <ChartFrame title={title} sentence={sentence} series={SERIES} points={asPoints} format={format}>
      <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 640, height }}>
        <ComposedChart accessibilityLayer={false} data={data} margin={{ top: 8, right: 36, bottom: 0, left: 0 }}>
          <CartesianGrid stroke={gridLine} vertical={false} />
          <XAxis dataKey="x" tick={axisTick} tickLine={false} axisLine={{ stroke: 'var(--line-strong)' }} minTickGap={32} />
          <YAxis tick={axisTick} tickLine={false} axisLine={false} width="auto" tickFormatter={format} />
          <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} content={<HoverCard series={SERIES} format={format} />} />
          <Area dataKey="band" stroke="none" fill="var(--series-2)" fillOpacity={0.18} isAnimationActive={false} />
          {SERIES.map((one) => (
            <Line key={one.key} dataKey={one.key} stroke="var(--series-2)" strokeWidth={2} strokeDasharray={DASH[one.key]} dot={false} isAnimationActive={false} />
          ))}
          <EndLabels series={SERIES} points={asPoints} color={() => 'var(--series-2)'} />
        </ComposedChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
