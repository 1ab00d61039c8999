/** One timer for many future moments: wakes the work at the nearest one. */
import type { BankClock } from './clock';

export interface Alarm {
  /** Makes sure the work runs at bank time `at` or soon after. */
  wake(at: number): void;
  /** Forgets the moment it waits for: the clock may have been moved past it. The work itself knows what comes next. */
  reset(): void;
  stop(): void;
}

const LONGEST_SLEEP_MS = 3_600_000;

export function alarm(clock: BankClock, work: () => void): Alarm {
  let timer: NodeJS.Timeout | null = null;
  let target = Number.POSITIVE_INFINITY;
  let stopped = false;
  const ring = () => {
    timer = null;
    target = Number.POSITIVE_INFINITY;
    if (!stopped) work();
  };
  return {
    wake(at) {
      if (stopped || at >= target) return;
      if (timer) clearTimeout(timer);
      target = at;
      timer = setTimeout(ring, Math.max(0, Math.min(at - clock.now(), LONGEST_SLEEP_MS)));
      timer.unref();
    },
    reset() {
      if (timer) clearTimeout(timer);
      timer = null;
      target = Number.POSITIVE_INFINITY;
    },
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}
