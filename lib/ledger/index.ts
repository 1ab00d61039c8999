/** Server door of the ledger. */
export { post } from './post';
export { entryOf, reversalOf, type EntryDraft, type EntryLine, type MoneyEvent } from './postings';
export { ACCOUNTS } from './chart';
export { accountStatement, trialBalance, voucher, vouchersOf } from './queries';
export { checkIntegrity } from './check-integrity';
export { reverifyBooks } from './reverify';
