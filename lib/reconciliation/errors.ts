/** Everything reconciliation refuses, by name. Copy under `reconciliation.errors.reconciliation.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const RECONCILIATION_ERRORS = [
  'reconciliation.no-channel', 'reconciliation.too-large', 'reconciliation.no-account', 'reconciliation.fetch-failed', 'reconciliation.not-found',
  'reconciliation.already-decided', 'reconciliation.nothing-to-undo', 'reconciliation.second-person', 'reconciliation.above-limit',
  'reconciliation.still-waiting', 'reconciliation.amounts-differ', 'reconciliation.already-matched', 'reconciliation.one-sided',
  'reconciliation.different-channels', 'reconciliation.still-matching',
  'reconciliation.rules-decided', 'reconciliation.rules-untested', 'reconciliation.no-file-yet', 'reconciliation.day-not-over', 'reconciliation.clearing-differs',
  'reconciliation.not-splittable', 'reconciliation.parts-differ', 'reconciliation.part-decided', 'reconciliation.day-cap', 'reconciliation.no-colleague', 'reconciliation.mapping-reads-nothing',
] as const;
export type ReconciliationErrorCode = (typeof RECONCILIATION_ERRORS)[number];
export type ReconciliationFailure = Failure<ReconciliationErrorCode>;
