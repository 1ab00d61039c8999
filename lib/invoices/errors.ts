/** Every refusal of this module. Copy in both languages: messages/<locale>/invoices.json, `errors.invoices.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const INVOICE_CODES = ['invoices.not-found', 'invoices.not-offered', 'invoices.nothing-left', 'invoices.tax-number-needed', 'invoices.key-reused', 'invoices.too-often'] as const;
export type InvoiceCode = (typeof INVOICE_CODES)[number];
export type InvoiceFailure = Failure<InvoiceCode>;
