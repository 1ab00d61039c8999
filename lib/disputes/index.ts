/** Server door of disputes: raised by payers, answered by the institution, escalated by the clock. */
export { raiseDispute } from './commands/raise-dispute';
export { withdrawDispute } from './commands/withdraw-dispute';
export { takeDispute } from './commands/take-dispute';
export { answerDispute } from './commands/answer-dispute';
export { escalateOverdue } from './escalate-overdue';
export { disputeDesk, disputeDetail, disputesOfPayment, readDisputeEvidence } from './queries';
