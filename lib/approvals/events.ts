/** What leaves this module through the outbox. `subjectId` of the event is the subject's own id (`rfd_…`). */
export const APPROVAL_APPROVED = 'approval.approved';
/** Also when nobody decided in time. */
export const APPROVAL_REJECTED = 'approval.rejected';
/** The people whose signature is next have waited; whoever sends notices listens. */
export const APPROVAL_REMINDER = 'approval.reminder';
export const APPROVAL_ESCALATED = 'approval.escalated';

export interface ApprovalDecided {
  readonly approvalId: string;
  readonly kind: string;
  readonly subjectId: string;
}
