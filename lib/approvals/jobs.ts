/** What approvals do with their own decisions: a change of a flow is consented to like any other act. */
import type { InstitutionId } from '@/lib/kernel/ids';
import { settleFlow } from './commands/settle-flow';
import { APPROVAL_APPROVED, APPROVAL_REJECTED } from './events';

interface Decided { readonly subjectId: string; readonly payload: Readonly<Record<string, unknown>> }
const settle = (decision: 'approved' | 'rejected') => async (institutionId: InstitutionId, events: readonly Decided[]): Promise<void> => {
  for (const event of events) if (event.payload.kind === 'approval-flow-change') await settleFlow(institutionId, event.subjectId, decision);
};

export const approvalConsumers = { [APPROVAL_APPROVED]: [settle('approved')], [APPROVAL_REJECTED]: [settle('rejected')] };
