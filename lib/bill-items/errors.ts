/** Every refusal of this module. Copy in both languages: messages/<locale>/bill-items.json, `errors.bill-items.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const BILL_ITEM_CODES = [
  'bill-items.not-found',
  'bill-items.invalid',
  'bill-items.code-taken',
  'bill-items.no-draft',
  'bill-items.draft-changed',
  'bill-items.needs-review',
  'bill-items.under-review',
  'bill-items.no-review',
  'bill-items.no-items',
  'bill-items.no-methods',
  'bill-items.duplicate-code',
  'bill-items.tiers-not-rising',
  'bill-items.limits-crossed',
  'bill-items.effective-in-past',
  'bill-items.cycle-incomplete',
  'bill-items.instalments-not-whole',
  'bill-items.archived',
  'bill-items.unknown-account',
  'bill-items.missing-reading',
  'bill-items.missing-attribute',
  'bill-items.attribute-not-a-number',
  'bill-items.nothing-owed',
  'bill-items.amount-too-large',
  'bill-items.not-in-force',
  'bill-items.unknown-cycle',
  'bill-items.file-unreadable',
  'bill-items.too-many-rows',
  'bill-items.columns-missing',
  'bill-items.imports-busy',
  'bill-items.waiver-dates',
  'bill-items.waiver-asked',
  'bill-items.unknown-payer',
  'bill-items.unknown-item',
] as const;
export type BillItemCode = (typeof BILL_ITEM_CODES)[number];
export type BillItemFailure = Failure<BillItemCode>;

/** Causes of one bad row of a readings file; the row is named, the others go on. */
export const READING_ROW_CAUSES = [
  'unknown-payer',
  'unknown-item',
  'bad-period',
  'bad-number',
  'runs-backwards',
  'twice-in-file',
  'already-billed',
  'missing-value',
] as const;
export type ReadingRowCause = (typeof READING_ROW_CAUSES)[number];
