/** At most six series: more lines than that cannot be told apart. The order is safe for the common kinds of colour blindness. */
export const MAX_SERIES = 6;

export interface Series {
  readonly key: string;
  readonly label: string;
}

/** One point: `x` is the label on the axis (already formatted); numbers by series key, null where there is no measurement. */
export interface Point {
  readonly x: string;
  readonly values: Readonly<Record<string, number | null>>;
}

export const seriesColor = (index: number): string => `var(--series-${(index % MAX_SERIES) + 1})`;

/** Lines also differ by dashes, so that they can be told apart without colour. */
const DASHES = ['', '7 3', '2 3', '9 3 2 3', '4 4', '1 2'] as const;
export const seriesDash = (index: number): string => DASHES[index % MAX_SERIES] ?? '';

export const flat = (points: readonly Point[]): Record<string, number | string | null>[] =>
  points.map((point) => ({ x: point.x, ...point.values }));
