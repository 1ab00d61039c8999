/** Counts happenings per key and window, in this process: for public doors, where what costs us something may be asked for by anybody. */
import type { Instant } from '@/lib/kernel/time';

export interface Meter {
  /** Counts one. True while the key is within its bound. */
  count(key: string, now: Instant): boolean;
  /** Whether one more would be within the bound; counts nothing. */
  within(key: string, now: Instant): boolean;
}

export interface MeterOptions {
  readonly windowMs: number;
  readonly max: number;
  /** Keys remembered at most; beyond it the window begins anew for all. */
  readonly keysMax: number;
}

export function createMeter({ windowMs, max, keysMax }: MeterOptions): Meter {
  let began = Number.NEGATIVE_INFINITY;
  const counts = new Map<string, number>();
  const ofNow = (now: Instant): Map<string, number> => {
    if (now - began >= windowMs || now < began || counts.size >= keysMax) {
      counts.clear();
      began = now;
    }
    return counts;
  };
  return {
    count: (key, now) => {
      const current = ofNow(now);
      const n = (current.get(key) ?? 0) + 1;
      current.set(key, n);
      return n <= max;
    },
    within: (key, now) => (ofNow(now).get(key) ?? 0) < max,
  };
}
