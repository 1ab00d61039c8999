/** The shared door: what a payer may ask for, and what is shown. */
import { z } from 'zod';
import type { MoneyWire } from '@/lib/kernel/money';
import type { InvoiceState } from './machine';

export const BUYER_KINDS = ['person', 'company'] as const;
/** A unified social credit code or an older taxpayer number: 15 to 20 letters and digits, no lower case. */
const taxNo = z.string().trim().toUpperCase().regex(/^[0-9A-Z]{15,20}$/).or(z.literal('')).default('');

export const requestInvoiceSchema = z.object({
  paymentId: z.string().max(40),
  buyer: z.enum(BUYER_KINDS),
  /** 抬头: the name the invoice is made out to. */
  title: z.string().trim().min(1).max(100),
  taxNo,
  idempotencyKey: z.string().regex(/^[A-Za-z0-9_.:-]{8,128}$/),
});
export type RequestInvoice = z.output<typeof requestInvoiceSchema>;

export interface InvoiceView {
  readonly id: string;
  readonly kind: 'blue' | 'red';
  readonly status: InvoiceState;
  readonly amount: MoneyWire;
  readonly buyer: string;
  /** Code and number of the tax office, when issued. */
  readonly number: string | null;
  readonly reason: string | null;
  readonly requestedAt: string;
  readonly issuedAt: string | null;
}

export interface PaymentInvoices {
  /** The institution has a provider, and money of this payment is still there to be invoiced. */
  readonly offered: boolean;
  readonly left: MoneyWire;
  readonly invoices: readonly InvoiceView[];
}
