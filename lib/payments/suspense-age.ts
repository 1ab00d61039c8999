/** How old held money is, in the buckets an auditor asks for. Pure, browser-safe. */
import type { MoneyWire } from '@/lib/kernel/money';
import { DAY_MS } from '@/lib/kernel/time';

/** Days, first and last counted; the last bucket has no end. */
export const AGE_BUCKETS = [
  { id: 'd1', from: 0, to: 1 }, { id: 'd7', from: 2, to: 7 }, { id: 'd30', from: 8, to: 30 }, { id: 'd90', from: 31, to: 90 }, { id: 'older', from: 91, to: null },
] as const;
export type AgeBucket = (typeof AGE_BUCKETS)[number]['id'];

export interface SuspenseAgeing {
  readonly bucket: AgeBucket;
  readonly count: number;
  readonly oldestAt: string | null;
  /** Per currency. */
  readonly sums: readonly MoneyWire[];
}

/** Whole days between two moments, in milliseconds since 1970. */
export const ageDays = (since: number, now: number): number => Math.max(0, Math.floor((now - since) / DAY_MS));

export const bucketOf = (days: number): AgeBucket => AGE_BUCKETS.find((bucket) => bucket.to === null || days <= bucket.to)!.id;

/** Created after the first and not after the second; null = no limit. */
export function momentsOf(bucket: AgeBucket, now: number): { readonly after: number | null; readonly notAfter: number } {
  const { from, to } = AGE_BUCKETS.find((one) => one.id === bucket)!;
  return { after: to === null ? null : now - (to + 1) * DAY_MS, notAfter: now - from * DAY_MS };
}
