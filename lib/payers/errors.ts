/** Every refusal of this module. Copy in both languages: messages/<locale>/payers.json, `errors.payers.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export const PAYER_CODES = [
  'payers.not-found', 'payers.too-many-tries', 'payers.too-many-rows',
  'payers.columns-missing', 'payers.file-empty', 'payers.imports-busy', 'payers.group-not-found', 'payers.group-circle', 'payers.group-too-deep', 'payers.attribute-choices',
  'payers.attribute-misfit', 'payers.attributes-too-many', 'payers.entry-wrong', 'payers.already-there',
] as const;
export type PayerCode = (typeof PAYER_CODES)[number];
export type PayerFailure = Failure<PayerCode>;
