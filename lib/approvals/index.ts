/** Server door of approvals: other people's consent to sensitive acts. */
export { requestApproval } from './commands/request-approval';
export { decideApproval, type Decided, type DecideFailure, type DecideInput } from './commands/decide-approval';
export { hasConsent } from './approval-row';
export { operationHash, type Operation, type OperationFacts } from './operation';
export {
  countMyApprovals,
  getApproval,
  listApprovals,
  previewSteps,
  type ApprovalRowView,
  type ApprovalsFilter,
  type ApprovalView,
  type OpinionView,
} from './queries';
export { approvalMachine, type ApprovalStatus } from './machine';
export { APPROVAL_APPROVED, APPROVAL_REJECTED, type ApprovalDecided } from './events';
export { APPROVAL_KINDS, stepsFor, type ApprovalKind, type Step } from './rules';
export type { ApprovalCode, ApprovalFailure } from './errors';
