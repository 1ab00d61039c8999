/** Everything refunds refuse, by name. Copy under `refunds.errors.refunds.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const REFUND_ERRORS = [
  'refunds.payment-not-found', 'refunds.not-refundable', 'refunds.too-much', 'refunds.partial-not-allowed', 'refunds.window-over', 'refunds.count-used-up',
  'refunds.too-soon', 'refunds.key-reused', 'refunds.not-found', 'refunds.books-disagree', 'refunds.same-day-full-only', 'refunds.not-settled-yet',
  'refunds.original-way-open', 'refunds.payee-malformed', 'refunds.already-replaced', 'refunds.not-a-transfer', 'refunds.own-transfer', 'refunds.evidence-kind',
  'refunds.evidence-too-many', 'refunds.batch-empty', 'refunds.batch-refused', 'refunds.item-too-much',
] as const;
export type RefundErrorCode = (typeof REFUND_ERRORS)[number];
export type RefundFailure = Failure<RefundErrorCode>;
