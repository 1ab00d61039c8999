/** Everything approvals can refuse, as a closed list. Copy: messages/<locale>/errors.json under `approvals`. */
import type { Failure } from '@/lib/kernel/result';

export type ApprovalCode =
  | 'approvals.not-found'
  | 'approvals.already-decided'
  | 'approvals.own-request'
  | 'approvals.already-signed'
  | 'approvals.not-your-step'
  | 'approvals.operation-changed'
  | 'approvals.reason-required';

export type ApprovalFailure = Failure<ApprovalCode>;
