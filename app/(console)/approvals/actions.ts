'use server';

import { decideApproval } from '@/lib/approvals';
import { decideInput } from '@/lib/approvals/model';
import { consoleAction } from '@/lib/edge';

export const decideAction = consoleAction(decideInput, decideApproval, {
  action: 'approval.decide',
  subject: (input) => ({ kind: 'approval', id: input.approvalId }),
  revalidate: (_decided, input) => ['/approvals', `/approvals/${input.approvalId}`],
});
