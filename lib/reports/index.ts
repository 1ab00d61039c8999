/** Server door of reports: desks that look across modules. Everything here only reads. */
export { paymentDesk } from './payment-desk';
export { paymentLife, type PaymentLife } from './payment-life';
export { openBillChoices, suspenseDesk, suspenseOwners, type SuspenseDesk } from './suspense-desk';
export { refundLife, refundStages, type RefundLife } from './refund-life';
export { unknownOrders } from './unknown-orders';
export { waitingFor } from './waiting';
export { accountName } from './account-name';
export { csvText } from './csv';
export { refundSignals } from './refund-signals';
export { refundEffect, type PlannedEntry } from './refund-effect';
export { openAlarms } from './alarms';
export { todayView } from './today';
export { pastState } from './past-state';
export { searchEverything, type Found } from './search';
export { exceptionRows } from './exception-rows';
export { streamSheet } from './sheet-stream';
export { makeEvidencePack, type Packed } from './evidence-pack/make-pack';
