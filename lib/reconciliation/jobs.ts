/** What the worker runs for reconciliation. */
import { z } from 'zod';
import type { InstitutionId } from '@/lib/kernel/ids';
import { systemCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { CHANNELS } from '@/lib/channels';
import { closeExplained, ripenNotYet } from './close-explained';
import { activeRules } from './rule-store';
import { finishFile, MATCH_JOB } from './statement-file';

const matchPayload = z.object({ institutionId: z.string().min(1), fileId: z.string().min(1) });
const retryPayload = z.object({ institutionId: z.string().min(1) });

export const reconciliationJobs = {
  [MATCH_JOB]: async (payload: unknown): Promise<void> => {
    const { institutionId, fileId } = matchPayload.parse(payload);
    await finishFile(systemCtx('matching', institutionId as InstitutionId), fileId);
  },
  /** Looks again at what was only "not yet": it has come meanwhile, or its next day is on file and it has not. */
  'retry-not-yet': async (payload: unknown): Promise<void> => {
    const ctx = systemCtx('matching', retryPayload.parse(payload).institutionId as InstitutionId);
    for (const channel of CHANNELS) {
      await withTx(ctx, async (tx) => {
        await closeExplained(tx, ctx, channel, '');
        await ripenNotYet(tx, ctx, channel, (await activeRules(tx)).notYet);
      });
    }
  },
} as const;
