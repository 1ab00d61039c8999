/** Lets a few through at a time; null for whoever comes when too many wait. What strangers can ask for may never take every connection or the whole processor. */
export function turnstile(atOnce: number, waitingMax: number): <T>(work: () => Promise<T>) => Promise<T | null> {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (inside >= atOnce) {
      if (waiting.length >= waitingMax) return null;
      await new Promise<void>((resolve) => { waiting.push(resolve); });
    } else inside += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}
