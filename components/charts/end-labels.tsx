'use client';

import { usePlotArea, useYAxisScale } from 'recharts';
import { type Point, type Series, seriesColor } from './series';
import { spread } from './spread';

const GAP_PX = 14;

export interface EndLabelsProps {
  series: readonly Series[];
  points: readonly Point[];
  color?: (index: number) => string;
}

/** Each line's name at its right end, moved apart where lines end close together: nobody has to match colours with a legend. */
export function EndLabels({ series, points, color = seriesColor }: EndLabelsProps) {
  const area = usePlotArea();
  const scale = useYAxisScale();
  if (!area || !scale) return null;
  const wanted = series.map((one) => {
    const last = lastValue(points, one.key);
    const y = last === null ? undefined : scale(last);
    return typeof y === 'number' ? y : area.y + area.height;
  });
  const ys = spread(wanted, GAP_PX, area.y, area.y + area.height);
  return (
    <g>
      {series.map((one, index) => (
        <text key={one.key} x={area.x + area.width + 8} y={ys[index]} dy={4} fontSize={12} fill={color(index)}>
          {one.label}
        </text>
      ))}
    </g>
  );
}

function lastValue(points: readonly Point[], key: string): number | null {
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const value = points[index]?.values[key];
    if (typeof value === 'number') return value;
  }
  return null;
}
