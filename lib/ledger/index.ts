/** Server door of the ledger. */
export { post } from './post';
export { entryOf, reversalOf, type EntryDraft, type EntryLine, type MoneyEvent } from './postings';
export { ACCOUNTS } from './chart';
export { accountStatement, trialBalance, voucher, vouchersOf } from './queries';
export { checkIntegrity } from './check-integrity';
export { reverifyBooks } from './reverify';
export { closeMonth } from './commands/close-month';
export { askToReopenMonth, ledgerConsumers } from './commands/reopen-month';
export { setExportCode } from './commands/set-export-code';
export { exportVouchers } from './voucher-export';
export { listExportAccounts, listPeriods } from './period-queries';
export { checkRound } from './integrity/check-round';
export { checkWhole, checkWholeWhenDue } from './integrity/check-whole';
export { sealBooks, verifyBooks, type BooksVerdict } from './integrity/seal-books';
export { soundness } from './integrity/queries';
