/** Server door of reconciliation: statement files in, matches and cases out. */
export { precheckStatement, type StatementUpload } from './commands/precheck-statement';
export { importStatement } from './commands/import-statement';
export { fetchStatement, type FetchStatementInput } from './commands/fetch-statement';
export { confirmCase, confirmCaseInput } from './commands/confirm-case';
export { writeOffCase, writeOffCaseInput } from './commands/write-off-case';
export { noteCase, noteCaseInput } from './commands/note-case';
export { matchByHand, matchByHandInput } from './commands/match-by-hand';
export { undoCase, undoCaseInput } from './commands/undo-case';
export { undoMatch, undoMatchInput } from './commands/undo-match';
export { reconciliationOverview, reconciliationDay } from './overview';
export { listCases } from './case-queue';
export { reconciliationCase } from './case-detail';
export { listMatches } from './match-list';
export { reconciliationJobs } from './jobs';
export { fetchDueStatements } from './fetch-due';
export { retryNotYet } from './retry-not-yet';
