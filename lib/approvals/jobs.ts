/** What approvals do with their own decisions: a change of a flow, or of who may sign, is consented to like any other act. */
import type { InstitutionId } from '@/lib/kernel/ids';
import { settleRights } from './commands/change-rights';
import { settleFlow } from './commands/settle-flow';
import { APPROVAL_APPROVED, APPROVAL_REJECTED } from './events';

interface Decided { readonly subjectId: string; readonly payload: Readonly<Record<string, unknown>> }
const settle = (decision: 'approved' | 'rejected') => async (institutionId: InstitutionId, events: readonly Decided[]): Promise<void> => {
  for (const { subjectId, payload } of events) {
    if (payload.kind === 'approval-flow-change') await settleFlow(institutionId, subjectId, decision);
    if (payload.kind === 'rights-change' && decision === 'approved') await settleRights(institutionId, String(payload.approvalId));
  }
};

export const approvalConsumers = { [APPROVAL_APPROVED]: [settle('approved')], [APPROVAL_REJECTED]: [settle('rejected')] };
