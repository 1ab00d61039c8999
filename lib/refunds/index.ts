/** Server door of refunds. */
export { requestRefund, type RequestedRefund } from './commands/request-refund';
export { applyRefundEvidence, type RefundEvidence, type RefundResult } from './commands/apply-refund-evidence';
export { executeRefund } from './commands/execute-refund';
export { settleApproval } from './commands/settle-approval';
export { sweepRefunds } from './commands/sweep-refunds';
export { refundDeps, type RefundDeps, type RefundGateway } from './deps';
export { refundConsumers, refundJobs } from './jobs';
export { getRefund, listRefunds, refundability, refundsOfPayment } from './queries';
