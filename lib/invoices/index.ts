/** Server door: electronic invoices for payments, and the red letters that take them back. */
export { requestInvoice } from './commands/request-invoice';
export { invoiceDocument, invoicesOfPayment } from './queries';
export { invoiceConsumers, invoiceJobs } from './jobs';
export type { InvoiceCode, InvoiceFailure } from './errors';
