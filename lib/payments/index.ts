/** Server door of payments: start, carry to the bank, learn the outcome, hold what cannot be booked. */
export { startPayments, type StartRequest, type StartResult, type RouteChoice, type Started } from './commands/start-payments';
export { carryOut, submitAttempt, type Submitted } from './commands/submit-attempt';
export { openNextAttempt, type NextAttempt } from './commands/open-next-attempt';
export { applyChannelOutcomes } from './commands/apply-channel-outcomes';
export { sweepInquiries, type SweepReport } from './commands/sweep-inquiries';
export { cancelPayment } from './commands/cancel-payment';
export { decideSuspenseItem, type DecideSuspenseInput } from './commands/decide-suspense-item';
export { confirmManually, type ConfirmInput } from './commands/confirm-manually';
export { issueReceipts } from './commands/issue-receipts';
export { holdRefund, finishRefund, planInquiry, endInquiry } from './refund-marks';
export { newOrderNo } from './rules/order-no';
export type { ChannelEvidence, EvidenceSource, OutcomeResult } from './evidence';
export type { ChannelGateway, ContractRef } from './gateway';
export type { PaymentDeps } from './deps';
export type { LeasedInquiry, MoneyStore } from './store';
export { paymentDeps } from './production-deps';
export { listPayments, listSuspense, paymentTotals, type PaymentFilter } from './queries';
export { paymentDetail, getPaymentStatus, findReceipt, type PaymentDetail } from './payment-detail';
