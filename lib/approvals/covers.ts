/** Whether what a passkey signed is this decision on this operation: signed alone, or as a line of a list. */
import { sha256Hex } from '@/lib/platform/crypto';
import { decisionOf } from './commands/decide-approval';

interface Opinion { readonly approval_id: string; readonly decision: string; readonly reason: string }

export const coversOpinion = (opinion: Opinion, operationHash: string) => (operation: string, detail: string | null): boolean => {
  const one = decisionOf({ approvalId: opinion.approval_id, decision: opinion.decision === 'approve' ? 'approve' : 'reject', operationHash });
  if (detail === null) return operation === one;
  return operation === `approvals ${sha256Hex(detail)}` && detail.split('\n').includes(`${one} ${sha256Hex(opinion.reason)}`);
};
