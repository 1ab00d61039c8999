/** What the worker runs for refunds. */
import { z } from 'zod';
import { APPROVAL_APPROVED, APPROVAL_REJECTED } from '@/lib/approvals';
import type { InstitutionId } from '@/lib/kernel/ids';
import { EXECUTE_JOB, settleApproval } from './commands/settle-approval';
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
  for (const event of events) if (event.payload.kind === 'refund') await settleApproval(institutionId, event.subjectId, decision);
};

export const refundConsumers = { [APPROVAL_APPROVED]: [settle('approved')], [APPROVAL_REJECTED]: [settle('rejected')] };
