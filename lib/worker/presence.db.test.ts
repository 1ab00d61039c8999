import { describe, expect, it } from 'vitest';
import { withPlatformTx } from '@/lib/platform/tx';
import { beat, leave, reapSilent } from './presence';

const age = (id: string, seconds: number) =>
  withPlatformTx((tx) => tx.$executeRaw`UPDATE worker_process SET heartbeat_at = now() - make_interval(secs => ${seconds}) WHERE id = ${id}`);

/** A job that `worker` took and was killed over: locked, and the library would leave it so for four hours. */
async function jobLockedBy(worker: string): Promise<string> {
  return withPlatformTx(async (tx) => {
    const [job] = await tx.$queryRaw<{ id: bigint }[]>`SELECT id FROM graphile_worker.add_job('presence-test', '{}'::json)`;
    await tx.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_by = ${worker}, locked_at = now(), attempts = 1 WHERE id = ${job!.id}`;
    return job!.id.toString();
  });
}

const lockOf = (id: string) => withPlatformTx(async (tx) => {
  const [job] = await tx.$queryRaw<{ locked_by: string | null }[]>`SELECT locked_by FROM graphile_worker._private_jobs WHERE id = ${BigInt(id)}`;
  return job!.locked_by;
});

describe('a worker killed with -9', () => {
  it('gives its jobs back ten seconds after its last word, and not before', async () => {
    await beat(['worker-dead', 'worker-alive'], 'jobs');
    const [dead, alive] = [await jobLockedBy('worker-dead'), await jobLockedBy('worker-alive')];
    await age('worker-dead', 6);
    expect(await reapSilent()).toEqual([]);
    await age('worker-dead', 11);
    expect(await reapSilent()).toEqual(['worker-dead']);
    expect([await lockOf(dead), await lockOf(alive)]).toEqual([null, 'worker-alive']);
  });

  it('is reaped by one of its neighbours only', async () => {
    await beat(['worker-gone'], 'jobs');
    await age('worker-gone', 60);
    const reaped = await Promise.all(Array.from({ length: 8 }, reapSilent));
    expect(reaped.flat()).toEqual(['worker-gone']);
  });

  it('that left in good order leaves nothing to reap', async () => {
    await beat(['worker-polite'], 'jobs');
    await leave(['worker-polite']);
    await age('worker-polite', 60);
    expect(await reapSilent()).toEqual([]);
  });
});
