'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Table, Td, Th, Tr } from '../ui/table';
import type { Point, Series } from './series';

export interface ChartFrameProps {
  title: string;
  /** What the numbers count, and over what time. */
  sentence?: string;
  series: readonly Series[];
  points: readonly Point[];
  format: (value: number) => string;
  children: ReactNode;
}

/** A chart and the same numbers as a table: for those who cannot see it, and for those who want the figures. */
export function ChartFrame({ title, sentence, series, points, format, children }: ChartFrameProps) {
  const t = useTranslations('common');
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2">
        <span className="block font-semibold">{title}</span>
        {sentence && <span className="block text-13 text-ink-2">{sentence}</span>}
      </figcaption>
      <div aria-hidden className="overflow-hidden">
        {children}
      </div>
      <details className="mt-1 text-13">
        <summary className="w-fit rounded-sm text-ink-2 underline underline-offset-3 hover:text-ink">{t('chart.asTable')}</summary>
        <div className="mt-2 max-h-72 overflow-y-auto" tabIndex={0} role="group" aria-label={title}>
          <Table caption={title}>
            <thead>
              <tr>
                <Th>{t('chart.time')}</Th>
                {series.map((one) => (
                  <Th key={one.key} numeric>
                    {one.label}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <Tr key={point.x}>
                  <Td>{point.x}</Td>
                  {series.map((one) => (
                    <Td key={one.key} numeric>
                      {valueText(point.values[one.key], format)}
                    </Td>
                  ))}
                </Tr>
              ))}
            </tbody>
          </Table>
        </div>
      </details>
    </figure>
  );
}

const valueText = (value: number | null | undefined, format: (value: number) => string): string =>
  typeof value === 'number' ? format(value) : '–';
