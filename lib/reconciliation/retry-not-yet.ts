/** Looks again at what was only "not yet": it has come meanwhile, or its hour is past and it has not. */
import { CHANNELS } from '@/lib/channels';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { closeExplained, ripenNotYet } from './close-explained';
import { activeRules } from './rule-store';

/** Answers the cases that changed. */
export async function retryNotYet(ctx: Ctx): Promise<number> {
  let changed = 0;
  for (const channel of CHANNELS) {
    changed += await withTx(ctx, async (tx) => (await closeExplained(tx, ctx, channel, '')) + (await ripenNotYet(tx, ctx, channel, (await activeRules(tx)).notYet)));
  }
  return changed;
}
