/** Everything approvals can refuse, as a closed list. Copy: messages/<locale>/errors.json under `approvals`. */
import type { Failure } from '@/lib/kernel/result';

export type ApprovalCode =
  | 'approvals.not-found'
  | 'approvals.already-decided'
  | 'approvals.own-request'
  | 'approvals.already-signed'
  | 'approvals.not-your-step'
  | 'approvals.operation-changed'
  | 'approvals.reason-required'
  | 'approvals.flow-open-end'
  | 'approvals.flow-order'
  | 'approvals.flow-one-signature'
  | 'approvals.flow-escalation'
  | 'approvals.flow-pending'
  | 'approvals.flow-unchanged'
  | 'approvals.delegate-unfit'
  | 'approvals.delegation-dates'
  | 'approvals.delegation-not-found';

export type ApprovalFailure = Failure<ApprovalCode>;
