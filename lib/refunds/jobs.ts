/** What the worker runs for refunds. */
import { z } from 'zod';
import { APPROVAL_APPROVED, APPROVAL_REJECTED } from '@/lib/approvals';
import type { InstitutionId } from '@/lib/kernel/ids';
import { EXECUTE_JOB, settleApproval, settleBatch } from './commands/settle-approval';
import { executeRefund } from './commands/execute-refund';
import { refundDeps } from './deps';

const payloadSchema = z.object({ institutionId: z.string(), refundId: z.string() });

export const refundJobs = {
  [EXECUTE_JOB]: async (payload: unknown): Promise<void> => {
    const { institutionId, refundId } = payloadSchema.parse(payload);
    await executeRefund(refundDeps(), institutionId as InstitutionId, refundId);
  },
};

interface Decided { readonly subjectId: string; readonly payload: Readonly<Record<string, unknown>> }
const settle = (decision: 'approved' | 'rejected') => async (institutionId: InstitutionId, events: readonly Decided[]): Promise<void> => {
  for (const { subjectId, payload: { kind } } of events) {
    if (kind === 'refund' || kind === 'refund-transfer') await settleApproval(institutionId, subjectId, decision);
    if (kind === 'refund-batch') await settleBatch(institutionId, subjectId, decision);
  }
};

export const refundConsumers = { [APPROVAL_APPROVED]: [settle('approved')], [APPROVAL_REJECTED]: [settle('rejected')] };
