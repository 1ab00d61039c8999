/** Server door of reconciliation: statement files in, matches and cases out. */
export { precheckStatement, type StatementUpload } from './commands/precheck-statement';
export { importStatement } from './commands/import-statement';
export { fetchStatement } from './commands/fetch-statement';
export { listCases, type CaseFilter } from './case-queue';
export { matchFile, type Matched } from './match-file';
export { reconciliationJobs } from './jobs';
