import { cn } from '../class-names';

export interface SparklineProps {
  values: readonly (number | null)[];
  /** The message in words: "success over the last hour, lowest 93 %". */
  label: string;
  min?: number;
  max?: number;
  className?: string;
}

const WIDTH = 96;
const HEIGHT = 24;

/** A small curve beside a number. Drawn on the server: no script, no library. Gaps stay gaps. */
export function Sparkline({ values, label, min, max, className }: SparklineProps) {
  const known = values.filter((value): value is number => value !== null);
  const low = min ?? Math.min(...known, 0);
  const high = max ?? Math.max(...known, low + 1);
  const step = WIDTH / Math.max(1, values.length - 1);
  const y = (value: number) => HEIGHT - 2 - ((value - low) / (high - low || 1)) * (HEIGHT - 4);
  let pen = 'M';
  const path = values
    .map((value, index) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const part = `${pen}${(index * step).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = 'L';
      return part;
    })
    .join('');
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className={cn('h-6 w-24 text-series-1', className)}>
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
