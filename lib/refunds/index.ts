/** Server door of refunds. */
export { requestRefund, type RequestedRefund } from './commands/request-refund';
export { requestTransferRefund } from './commands/request-transfer';
export { recordTransfer } from './commands/record-transfer';
export { requestBatchByNumbers, requestRefundBatch, type RequestedBatch } from './commands/request-batch';
export { addRefundEvidence, readRefundEvidence } from './commands/add-evidence';
export { setRefundPolicy } from './commands/set-policy';
export { listRefundPolicies } from './policy';
export { applyRefundEvidence, type RefundEvidence, type RefundResult } from './commands/apply-refund-evidence';
export { executeRefund } from './commands/execute-refund';
export { settleApproval, settleBatch } from './commands/settle-approval';
export { sweepRefunds } from './commands/sweep-refunds';
export { refundDeps, type RefundDeps, type RefundGateway } from './deps';
export { refundConsumers, refundJobs } from './jobs';
export { getRefund, listRefunds, refundability, refundsOfBatch, refundsOfPayment } from './queries';
