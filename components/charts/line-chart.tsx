'use client';

import { CartesianGrid, Line, LineChart as Recharts, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { ChartFrame } from './chart-frame';
import { axisTick, CHART_HEIGHT, gridLine, HoverCard } from './chart-parts';
import { EndLabels } from './end-labels';
import { flat, MAX_SERIES, type Point, type Series, seriesColor, seriesDash } from './series';

export interface LineChartProps {
  title: string;
  sentence?: string;
  series: readonly Series[];
  points: readonly Point[];
  format: (value: number) => string;
  /** Lowest and highest value of the axis; by the data if left out. */
  domain?: readonly [number, number];
  /** Flags on the time axis: what happened and when. `x` must be one of the points'. */
  events?: readonly { x: string; label: string }[];
  height?: number;
  onPick?: (point: Point) => void;
}

export function LineChart({ title, sentence, series, points, format, domain, events = [], height = CHART_HEIGHT, onPick }: LineChartProps) {
  const drawn = series.slice(0, MAX_SERIES);
  const room = 16 + 8 * Math.max(4, ...drawn.map((one) => textWidth(one.label)));
  const pick = (index: unknown) => {
    const point = points[Number(index)];
    if (point) onPick?.(point);
  };
  return (
    <ChartFrame title={title} sentence={sentence} series={series} points={points} format={format}>
      <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 640, height }}>
        <Recharts accessibilityLayer={false} data={flat(points)} margin={{ top: 16, right: room, bottom: 0, left: 0 }} onClick={(state) => pick(state.activeTooltipIndex)}>
          <CartesianGrid stroke={gridLine} vertical={false} />
          <XAxis dataKey="x" tick={axisTick} tickLine={false} axisLine={{ stroke: 'var(--line-strong)' }} minTickGap={32} />
          <YAxis tick={axisTick} tickLine={false} axisLine={false} width="auto" tickFormatter={format} domain={domain ? [...domain] : ['auto', 'auto']} />
          <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} content={<HoverCard series={drawn} format={format} />} />
          {events.map((event) => (
            <ReferenceLine
              key={`${event.x}-${event.label}`}
              x={event.x}
              stroke="var(--attention)"
              strokeDasharray="2 2"
              label={{ value: `▲ ${event.label}`, position: 'insideBottomLeft', fontSize: 12, fill: 'var(--attention)' }}
            />
          ))}
          {drawn.map((one, index) => (
            <Line
              key={one.key}
              dataKey={one.key}
              stroke={seriesColor(index)}
              strokeDasharray={seriesDash(index)}
              strokeWidth={2}
              dot={false}
              activeDot={{ r: 4 }}
              isAnimationActive={false}
              connectNulls={false}
            />
          ))}
          <EndLabels series={drawn} points={points} />
        </Recharts>
      </ResponsiveContainer>
    </ChartFrame>
  );
}

/** Rough width in half characters: a Chinese one is twice as wide as a Latin one. */
const textWidth = (text: string): number => [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e80 ? 1.7 : 0.9), 0);
