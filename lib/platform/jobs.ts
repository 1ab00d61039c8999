/** Background jobs (graphile-worker), enqueued inside the transaction that wants them: gone after a roll-back, there after a commit. */
import type { Instant } from '@/lib/kernel/time';
import { toDate } from '@/lib/kernel/time';
import type { Tx } from './tx';

export interface JobOptions {
  /** Same key = same job: a second enqueue replaces the first while it waits. */
  readonly key?: string;
  readonly runAt?: Instant;
  /** Jobs of one queue run one after another. Keep names few. */
  readonly queue?: string;
  readonly maxAttempts?: number;
}

/** `payload` holds ids only: jobs are not under row security and their table is not sealed. */
export async function enqueue(tx: Tx, name: string, payload: Readonly<Record<string, string | number>>, options: JobOptions = {}): Promise<void> {
  const runAt = options.runAt === undefined ? null : toDate(options.runAt);
  await tx.$queryRaw`SELECT 1 AS done FROM graphile_worker.add_job(
    ${name}, payload := ${JSON.stringify(payload)}::json, queue_name := ${options.queue ?? null}, run_at := ${runAt}::timestamptz,
    max_attempts := ${options.maxAttempts ?? 25}::int, job_key := ${options.key ?? null})`;
}
