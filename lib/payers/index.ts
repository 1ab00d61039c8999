/** Server door: who owes, found and shown safely. */
export { importPayers, type ImportPayersInput } from './commands/import-payers';
export { revokeLinksInput, revokePayerLinks } from './commands/revoke-payer-links';
export { createPayerLink } from './commands/create-payer-link';
export { openPayerLink, resolvePayerLink, spendPayerLink, type ResolvedPayer } from './resolve-payer-link';
export { findPayerByNumber, TRIES_PER_NUMBER, type FoundPayer, type LookupPorts } from './find-payer-by-number';
export { getPayer, listGroups, listPayers, ownPayer, payerNames, type PayerFilter } from './queries';
export { savePayer } from './commands/save-payer';
export {
  ACCOUNT_MAIL_JOB, askAccountMail, closeAccount, leaveAccount, mailOfAccount, makeAccountLink, openAccount, payersOfAccount, type PayerAccountId,
} from './commands/payer-account';
export { saveGroup } from './commands/save-group';
export { saveAttribute } from './commands/save-attribute';
export { listAttributes } from './attribute-queries';
export { familyOf, type Relative } from './family';
export { maskEmail } from './person';
export { contactOf } from './contact';
export { institutionTerms, type InstitutionTerms } from './institution-terms';
export { isPaymentCode } from './payment-code';
export {
  columnOf, headOf, importTable, type ImportOptions, type ImportProgress, type TableFailure, type TableSource, type TakenBatch, type Wrong,
} from './table';
export type { PayerCode, PayerFailure } from './errors';
