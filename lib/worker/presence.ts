/**
 * Who is alive. Every job worker says so each two seconds; what a silent one had locked is given back, so that a process killed with -9 delays its
 * jobs by seconds. (The job library alone would wait four hours.)
 */
import { systemClock } from '@/lib/platform/clock';
import { plusMs, toDate } from '@/lib/kernel/time';
import { withPlatformTx } from '@/lib/platform/tx';

export const HEARTBEAT_MS = 2_000;
const SILENT_MS = 10_000;

/** Says that `ids` are alive. */
export async function beat(ids: readonly string[], kind: string): Promise<void> {
  if (ids.length === 0) return;
  const now = toDate(systemClock.now());
  await withPlatformTx((tx) => tx.$executeRaw`
    INSERT INTO worker_process (id, kind, started_at, heartbeat_at) SELECT id, ${kind}, ${now}::timestamptz, ${now}::timestamptz FROM unnest(${ids as string[]}::text[]) AS id
    ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at`);
}

/** Gives back what workers that fell silent had locked; answers their ids. */
export function reapSilent(): Promise<string[]> {
  const before = toDate(plusMs(systemClock.now(), -SILENT_MS));
  return withPlatformTx(async (tx) => {
    const gone = await tx.$queryRaw<{ id: string }[]>`DELETE FROM worker_process WHERE heartbeat_at < ${before} RETURNING id`;
    const ids = gone.map((g) => g.id);
    if (ids.length > 0) await tx.$executeRaw`SELECT graphile_worker.force_unlock_workers(${ids}::text[])`;
    return ids;
  });
}

export async function leave(ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await withPlatformTx((tx) => tx.worker_process.deleteMany({ where: { id: { in: [...ids] } } }));
}
