/** Server door of reports: desks that look across modules. Everything here only reads. */
export { paymentDesk } from './payment-desk';
export { paymentLife, type PaymentLife } from './payment-life';
export { openBillChoices, suspenseDesk, type SuspenseDesk } from './suspense-desk';
export { unknownOrders } from './unknown-orders';
