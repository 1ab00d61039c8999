/** Server door: what is owed. Issuing, lists, holds and allocations. */
export { requestBillRun, requestBillRunInput, type RequestedRun } from './commands/request-bill-run';
export { cancelBill, cancelBillInput } from './commands/cancel-bill';
export { importBills, type ImportBillsInput } from './commands/import-bills';
export { requestWriteOff, settleWriteOff, writeOffInput } from './commands/request-write-off';
export { creditNoteInput, requestCreditNote, settleCreditNote } from './commands/request-credit-note';
export { agreeInstalments, agreeInstalmentsInput } from './commands/agree-instalments';
export { billRunInput, catchUpBillRun, resumeBillRun, stopBillRun } from './commands/stop-bill-run';
export { billConsumers } from './consumers';
export { billJobs, issueBills, type IssueBillsOptions, type IssueBillsPayload } from './jobs';
export { chargeLateFees } from './charge-late-fees';
export { fallDue } from './fall-due';
export { getBill, listBills, type BillFilter } from './queries';
export { getRun, listEventPlans, listIssuableCycles, listRuns } from './run-queries';
export { payerStanding } from './standing-queries';
export { listOpenBillsOfPayer } from './payer-queries';
export {
  allowsMethod, canTake, creditedState, holdBills, lockBills, mayPay, openMinor, releaseHolds, type BillCredit, type BillHold, type PayableBill,
} from './hold-bills';
export { allocateToItems } from './line-allocation';
export { creditBills, refundBills, type BillRefund } from './credit-bills';
export type { BillCode, BillFailure } from './errors';
