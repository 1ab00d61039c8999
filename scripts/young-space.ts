/**
 * Room for objects that die young, in megabytes per half. Many payments are under way in the web process at once: with more room they end before they are
 * copied. Statement files are read in threads with bounds of their own (`lib/reconciliation/reading/thread-pool.ts`). The benchmarks run with the same.
 */
export const youngSpace = (program: string): string => `--max-semi-space-size=${program === 'web' ? 128 : 32}`;
