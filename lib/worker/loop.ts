/** A round that comes again: never two at once, a failed round is logged and the next one still comes. */
import { errorText, type Log } from '@/lib/platform/log';

export interface Loop {
  /** Ends after the round under way. */
  stop(): Promise<void>;
  /** Starts the next round now. */
  wake(): void;
}

/** `round` answers true when there is more to do at once. */
export function startLoop(name: string, everyMs: number, log: Log, round: () => Promise<boolean | void>): Loop {
  let stopped = false;
  let wakeUp: () => void = () => undefined;
  let woken = false;
  const pause = () => new Promise<void>((resolve) => {
    if (woken || stopped) return resolve();
    const timer = setTimeout(resolve, everyMs);
    wakeUp = () => { clearTimeout(timer); resolve(); };
  });
  const run = async (): Promise<void> => {
    while (!stopped) {
      woken = false;
      let more: boolean | void = false;
      try {
        more = await round();
      } catch (error) {
        log.error('worker.round-failed', { loop: name, error: errorText(error) });
      }
      if (!more) await pause();
    }
  };
  const ended = run();
  const wake = () => { woken = true; wakeUp(); };
  return { wake, stop: () => { stopped = true; wake(); return ended; } };
}

/**
 * A round that does not wait for its own work as long as fewer than `max` are under way. What fails is thrown by the round after it; the work of the
 * last rounds may outlive a stop, as that of a killed process does: it must be safe to leave.
 */
export function overlapping(max: number, work: () => Promise<unknown>): () => Promise<void> {
  const underWay = new Set<Promise<void>>();
  let failure: unknown;
  return async () => {
    if (underWay.size >= max) await Promise.race(underWay);
    const one: Promise<void> = work()
      .then(() => undefined, (error: unknown) => { failure ??= error; })
      .finally(() => underWay.delete(one));
    underWay.add(one);
    if (failure === undefined) return;
    const thrown = failure;
    failure = undefined;
    throw thrown;
  };
}
