/**
 * What some work gives within a time, in milliseconds; null when it takes longer. The work itself goes on: whoever cares for its end keeps the
 * promise. Rejections within the time are passed on.
 */
export function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, null);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
