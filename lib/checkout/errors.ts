/** Everything checkout refuses, by name. Copy under `pay.errors.checkout.<code>`; refusals of payments pass through as they are. */
import type { Failure } from '@/lib/kernel/result';
import type { PaymentErrorCode } from '@/lib/payments/model';

export const CHECKOUT_ERRORS = [
  // No channel can take this payment now; `reason` is routing's word for the chosen one.
  'checkout.no-way',
  // These bills are part of a payment under way that is not the one asked for; `paymentId` names it.
  'checkout.already-under-way',
  'checkout.not-found',
  'checkout.signed-out',
  'checkout.foreign-origin',
  'checkout.overloaded',
  'checkout.invalid-input',
] as const;
export type CheckoutErrorCode = (typeof CHECKOUT_ERRORS)[number];
export type CheckoutFailure = Failure<CheckoutErrorCode | PaymentErrorCode>;
