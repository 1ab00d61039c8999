/** What the worker runs for reconciliation. */
import { z } from 'zod';
import type { InstitutionId } from '@/lib/kernel/ids';
import { APPROVAL_APPROVED, APPROVAL_REJECTED } from '@/lib/approvals';
import { systemCtx } from '@/lib/platform/ctx';
import { settleRules } from './commands/settle-rules';
import { finishFile, MATCH_JOB } from './statement-file';

const matchPayload = z.object({ institutionId: z.string().min(1), fileId: z.string().min(1) });

export const reconciliationJobs = {
  [MATCH_JOB]: async (payload: unknown): Promise<void> => {
    const { institutionId, fileId } = matchPayload.parse(payload);
    await finishFile(systemCtx('matching', institutionId as InstitutionId), fileId);
  },
} as const;

interface Decided { readonly subjectId: string; readonly payload: Readonly<Record<string, unknown>> }
const settle = (decision: 'approved' | 'rejected') => async (institutionId: InstitutionId, events: readonly Decided[]): Promise<void> => {
  for (const { subjectId, payload: { kind, approvalId } } of events) {
    const version = Number.parseInt(/^rules-(\d+)$/.exec(subjectId)?.[1] ?? '', 10);
    if (kind === 'matching-rule-change' && typeof approvalId === 'string' && Number.isInteger(version)) await settleRules(institutionId, version, approvalId, decision);
  }
};

export const reconciliationConsumers = { [APPROVAL_APPROVED]: [settle('approved')], [APPROVAL_REJECTED]: [settle('rejected')] };
