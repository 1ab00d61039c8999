/** Server door of approvals: other people's consent to sensitive acts. */
export { requestApproval } from './commands/request-approval';
export { decideApproval, type Decided, type DecideFailure, type DecideInput } from './commands/decide-approval';
export { hasConsent } from './approval-row';
export { beginDecision } from './commands/begin-decision';
export { decideApprovals, type DecidedMany } from './commands/decide-many';
export { changeRoles, inviteWithRoles } from './commands/change-rights';
export { proposeFlow } from './commands/propose-flow';
export { delegateApprovals, revokeDelegation } from './commands/delegate';
export { approvalBrief, signersOf } from './signers';
export { keepMoving } from './commands/keep-moving';
export { approvalConsumers } from './jobs';
export { delegationCandidates, listDelegations, listFlows, type DelegationView, type FlowView } from './flow-queries';
export { tryFlow, type Tried } from './try-flow';
export type { Operation, OperationFacts } from './operation';
export {
  countMyApprovals,
  getApproval,
  listApprovals,
  secondSignatureFrom,
  type ApprovalRowView,
  type ApprovalsFilter,
  type ApprovalView,
  type OpinionView,
} from './queries';
export type { ApprovalStatus } from './machine';
export { APPROVAL_APPROVED, APPROVAL_ESCALATED, APPROVAL_REJECTED, APPROVAL_REMINDER, type ApprovalDecided } from './events';
export type { ApprovalKind } from './kinds';
export type { Step } from './flows';
export type { ApprovalCode, ApprovalFailure } from './errors';
