/** What the worker runs for reconciliation. */
import { z } from 'zod';
import type { InstitutionId } from '@/lib/kernel/ids';
import { systemCtx } from '@/lib/platform/ctx';
import { finishFile, MATCH_JOB } from './statement-file';

const matchPayload = z.object({ institutionId: z.string().min(1), fileId: z.string().min(1) });

export const reconciliationJobs = {
  [MATCH_JOB]: async (payload: unknown): Promise<void> => {
    const { institutionId, fileId } = matchPayload.parse(payload);
    await finishFile(systemCtx('matching', institutionId as InstitutionId), fileId);
  },
} as const;
