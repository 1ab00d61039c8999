/**
 * One process of several that reserve at once: `tsx reserve-in-child.fixtures.ts <institution> <prefix> <count>`. Prints how many were taken, and what
 * it then reads as the breaker of `wechat` after a time-out of its own.
 */
import type { InstitutionId } from '@/lib/kernel/ids';
import { systemClock } from '@/lib/platform/clock';
import { closeConnections } from '@/lib/platform/db';
import { withTx } from '@/lib/platform/tx';
import { activeRouting } from './config';
import { reserveLimit } from './limits';
import { observeCall } from './observe-call';

const [institution = '', prefix = '', count = '0'] = process.argv.slice(2);
const institutionId = institution as InstitutionId;
const { document } = await activeRouting({ institutionId });
const keys = Array.from({ length: Number(count) }, (_, i) => `${prefix}-${i}`);
let taken = 0;
/** As many at once as a busy process has. */
const LANES = 8;
await Promise.all(Array.from({ length: LANES }, async () => {
  for (let key = keys.pop(); key; key = keys.pop()) {
    const wish = { key, channel: 'wechat', amountMinor: 100n };
    if (await withTx({ institutionId }, (tx) => reserveLimit(tx, systemClock.now(), wish, document.channels.wechat!)) === 'reserved') taken++;
  }
}));
const timeout = { certainty: 'unknown', code: 'timeout', cause: 'network' } as const;
await observeCall({ institutionId, channel: 'wechat', operation: 'query', orderNo: '', at: systemClock.now(), durationMs: 1_000, ...timeout });
const breaker = await withTx({ institutionId }, (tx) => tx.breaker_state.findFirstOrThrow({ where: { channel: 'wechat' } }));
process.stdout.write(JSON.stringify({ taken, timeouts: breaker.consecutive_timeouts }));
await closeConnections();
