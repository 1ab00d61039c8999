'use client';

import { type Series, seriesColor, seriesDash } from './series';

export const axisTick = { fill: 'var(--ink-2)', fontSize: 12 } as const;
export const gridLine = 'var(--line)';
export const CHART_HEIGHT = 220;

interface Hover {
  active?: boolean;
  label?: string | number;
  payload?: readonly { dataKey?: unknown; value?: unknown }[];
}

/** What stands under the pointer, in words. */
export function HoverCard({ active, label, payload, series, format }: Hover & { series: readonly Series[]; format: (value: number) => string }) {
  if (!active || !payload || payload.length === 0) return null;
  return (
    <div className="rounded-md border border-line-strong bg-surface px-3 py-2 text-13">
      <p className="mb-1 text-ink-2">{label}</p>
      {series.map((one, index) => {
        const value = payload.find((entry) => entry.dataKey === one.key)?.value;
        return (
          <p key={one.key} className="flex items-center justify-between gap-4">
            <span className="flex items-center gap-2">
              <Swatch index={index} />
              {one.label}
            </span>
            <span>{typeof value === 'number' ? format(value) : '–'}</span>
          </p>
        );
      })}
    </div>
  );
}

/** A short piece of the line itself: colour and dashes. */
export function Swatch({ index }: { index: number }) {
  return (
    <svg aria-hidden viewBox="0 0 20 8" className="h-2 w-5 shrink-0">
      <line x1="0" y1="4" x2="20" y2="4" stroke={seriesColor(index)} strokeWidth="2.5" strokeDasharray={seriesDash(index)} />
    </svg>
  );
}
