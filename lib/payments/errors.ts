/** Everything payments refuse, by name. Copy under `errors.payments.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const PAYMENT_ERRORS = [
  'payments.no-bills',
  'payments.bill-not-found',
  'payments.bill-already-paid',
  'payments.bill-not-payable',
  'payments.mixed-currencies',
  'payments.mixed-payers',
  'payments.amount-changed',
  'payments.method-not-allowed',
  'payments.part-not-allowed',
  'payments.key-reused',
  'payments.not-found',
  'payments.not-open',
  'payments.already-paid',
  'payments.attempt-still-open',
  'payments.too-many-attempts',
  'payments.suspense-not-found',
  'payments.suspense-decided',
  'payments.suspense-does-not-fit',
  'payments.suspense-no-consent',
  'payments.suspense-owner',
  'payments.suspense-hold-over',
  'payments.bill-held',
  'payments.amount-differs',
  'payments.cannot-confirm',
  'payments.proof-kind',
  'payments.refund-too-much',
] as const;
export type PaymentErrorCode = (typeof PAYMENT_ERRORS)[number];
export type PaymentFailure = Failure<PaymentErrorCode>;
