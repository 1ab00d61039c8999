/** Every refusal of this module. Copy in both languages: messages/<locale>/bills.json, `errors.bills.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const BILL_CODES = [
  'bills.not-found', 'bills.plan-not-found', 'bills.plan-archived', 'bills.no-version-in-force', 'bills.unknown-cycle', 'bills.already-run',
  'bills.too-early', 'bills.no-payers', 'bills.already-paid-on', 'bills.being-paid', 'bills.not-open', 'bills.write-off-asked', 'bills.run-not-found', 'bills.run-moved-on',
  'bills.too-many-rows', 'bills.file-empty', 'bills.columns-missing',
  'bills.imports-busy', 'bills.grade-restricts', 'bills.not-by-event', 'bills.unknown-payers',
  'bills.credit-amount', 'bills.credit-asked', 'bills.credit-over-item', 'bills.credit-over-open', 'bills.credit-whole', 'bills.instalment-amount',
  'bills.instalment-days', 'bills.instalments-do-not-add-up',
] as const;
export type BillCode = (typeof BILL_CODES)[number];
export type BillFailure = Failure<BillCode>;
