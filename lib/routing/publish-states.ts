/** The public word on each channel, over all institutions, for /api/health: the worst breaker counts only where it is everybody's. */
import { CHANNELS } from '@/lib/channels';
import type { InstitutionId } from '@/lib/kernel/ids';
import { toDate, type Instant } from '@/lib/kernel/time';
import { withPlatformTx } from '@/lib/platform/tx';
import { channelSnapshots } from './health';

export async function publishChannelStates(institutionIds: readonly InstitutionId[], at: Instant): Promise<void> {
  const all = (await Promise.all(institutionIds.map((institutionId) => channelSnapshots({ institutionId }, at)))).flat();
  await withPlatformTx(async (tx) => {
    for (const channel of CHANNELS) {
      const mine = all.filter((s) => s.channel === channel);
      if (mine.length === 0) continue;
      const down = mine.filter((s) => s.breaker === 'open').length;
      const state = down === mine.length ? 'down' : down > 0 || mine.some((s) => s.breaker === 'half-open') ? 'degraded' : 'good';
      await tx.channel_health_state.upsert({ where: { channel }, create: { channel, state, updated_at: toDate(at) }, update: { state, updated_at: toDate(at) } });
    }
  });
}
