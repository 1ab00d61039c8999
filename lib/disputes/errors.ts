/** Everything disputes refuse, by name. Copy under `disputes.errors.disputes.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const DISPUTE_ERRORS = [
  'disputes.payment-not-found', 'disputes.already-open', 'disputes.too-many', 'disputes.key-reused', 'disputes.not-found', 'disputes.already-closed', 'disputes.escalated',
] as const;
export type DisputeErrorCode = (typeof DISPUTE_ERRORS)[number];
export type DisputeFailure = Failure<DisputeErrorCode>;
