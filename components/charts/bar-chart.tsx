'use client';

import { Bar, BarChart as Recharts, CartesianGrid, LabelList, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { ChartFrame } from './chart-frame';
import { axisTick, CHART_HEIGHT, gridLine, HoverCard } from './chart-parts';
import { flat, MAX_SERIES, type Point, type Series, seriesColor } from './series';

export interface BarChartProps {
  title: string;
  sentence?: string;
  series: readonly Series[];
  points: readonly Point[];
  format: (value: number) => string;
  stacked?: boolean;
  height?: number;
}

/** Bars with their figure on top; several series stand side by side or on each other. */
export function BarChart({ title, sentence, series, points, format, stacked, height = CHART_HEIGHT }: BarChartProps) {
  const drawn = series.slice(0, MAX_SERIES);
  return (
    <ChartFrame title={title} sentence={sentence} series={series} points={points} format={format}>
      {drawn.length > 1 && (
        <p className="mb-1 flex flex-wrap gap-x-4 text-13 text-ink-2">
          {drawn.map((one, index) => (
            <span key={one.key} className="flex items-center gap-1.5">
              <svg aria-hidden viewBox="0 0 10 10" className="size-2.5">
                <rect width="10" height="10" fill={seriesColor(index)} />
              </svg>
              {one.label}
            </span>
          ))}
        </p>
      )}
      <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 640, height }}>
        <Recharts accessibilityLayer={false} data={flat(points)} margin={{ top: 20, right: 8, bottom: 0, left: 0 }}>
          <CartesianGrid stroke={gridLine} vertical={false} />
          <XAxis dataKey="x" tick={axisTick} tickLine={false} axisLine={{ stroke: 'var(--line-strong)' }} minTickGap={8} />
          <YAxis tick={axisTick} tickLine={false} axisLine={false} width="auto" tickFormatter={format} />
          <Tooltip isAnimationActive={false} cursor={{ fill: 'var(--sunken)' }} content={<HoverCard series={drawn} format={format} />} />
          {drawn.map((one, index) => (
            <Bar key={one.key} dataKey={one.key} fill={seriesColor(index)} isAnimationActive={false} maxBarSize={40} {...(stacked && { stackId: 'all' })}>
              {!stacked && points.length <= 12 && (
                <LabelList dataKey={one.key} position="top" fontSize={12} fill="var(--ink-2)" formatter={(value) => (typeof value === 'number' ? format(value) : '')} />
              )}
            </Bar>
          ))}
        </Recharts>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
