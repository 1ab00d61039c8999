/** What leaves this module through the outbox. `subjectId` of the event is the subject's own id (`rfd_…`). */
export const APPROVAL_APPROVED = 'approval.approved';
export const APPROVAL_REJECTED = 'approval.rejected';

export interface ApprovalDecided {
  readonly approvalId: string;
  readonly kind: string;
  readonly subjectId: string;
}
