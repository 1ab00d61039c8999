/** Server door of the account centre. */
export { saveFundAccount } from './commands/save-fund-account';
export { mapFundAccount } from './commands/map-fund-account';
export { retireFundAccount } from './commands/retire-fund-account';
export { accountCentre } from './centre';
export { collectedSummary, type SummaryQuestion } from './collected';
