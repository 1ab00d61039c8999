'use server';

import { beginDecision, decideApproval, decideApprovals, delegateApprovals, proposeFlow, revokeDelegation } from '@/lib/approvals';
import { beginDecisionInput, decideInput, decideManyInput, delegateInput, proposeFlowInput, revokeInput, tryFlowInput } from '@/lib/approvals/model';
import { consoleAction } from '@/lib/edge';
import { tryOut } from './_components/try-out';

export const decideAction = consoleAction(decideInput, decideApproval, {
  action: 'approval.decide',
  subject: (input) => ({ kind: 'approval', id: input.approvalId }),
  revalidate: (_decided, input) => ['/approvals', `/approvals/${input.approvalId}`],
});
export const beginDecisionAction = consoleAction(beginDecisionInput, beginDecision, { action: 'approval.decide' });
export const decideManyAction = consoleAction(decideManyInput, decideApprovals, { action: 'approval.decide', revalidate: () => ['/approvals', '/approvals/bulk'] });
export const proposeFlowAction = consoleAction(proposeFlowInput, proposeFlow, {
  action: 'approval-flow.propose', subject: (input) => ({ kind: 'approval-flow', id: input.kind }), revalidate: () => ['/approvals/flows'],
});
export const tryFlowAction = consoleAction(tryFlowInput, tryOut, { action: 'approval-flow.try' });
export const delegateAction = consoleAction(delegateInput, delegateApprovals, { action: 'delegation.give', revalidate: () => ['/approvals/delegations'] });
export const revokeAction = consoleAction(revokeInput, revokeDelegation, { action: 'delegation.take-back', revalidate: () => ['/approvals/delegations'] });
