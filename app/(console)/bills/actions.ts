'use server';

import {
  agreeInstalments, agreeInstalmentsInput, billRunInput, catchUpBillRun, creditNoteInput, requestCreditNote, resumeBillRun, stopBillRun, requestWriteOff, writeOffInput, cancelBill, cancelBillInput, requestBillRun, requestBillRunInput,
} from '@/lib/bills';
import { consoleAction } from '@/lib/edge';

export const requestBillRunAction = consoleAction(requestBillRunInput, requestBillRun, {
  action: 'bill.request-run', subject: ({ planId }) => ({ kind: 'fee-plan', id: planId }), revalidate: () => ['/bills'],
});
export const cancelBillAction = consoleAction(cancelBillInput, cancelBill, {
  action: 'bill.cancel', subject: ({ billId }) => ({ kind: 'bill', id: billId }), revalidate: () => ['/bills'],
});
export const requestWriteOffAction = consoleAction(writeOffInput, requestWriteOff, {
  action: 'bill.request-write-off', subject: ({ billId }) => ({ kind: 'bill', id: billId }), revalidate: () => ['/bills'],
});
export const requestCreditNoteAction = consoleAction(creditNoteInput, requestCreditNote, {
  action: 'bill.request-credit', subject: ({ billId }) => ({ kind: 'bill', id: billId }), revalidate: () => ['/bills'],
});
export const agreeInstalmentsAction = consoleAction(agreeInstalmentsInput, agreeInstalments, {
  action: 'bill.agree-instalments', subject: ({ billId }) => ({ kind: 'bill', id: billId }), revalidate: () => ['/bills'],
});
const run = ({ runId }: { runId: string }) => ({ kind: 'bill-run', id: runId });
export const stopBillRunAction = consoleAction(billRunInput, stopBillRun, { action: 'bill-run.stop', subject: run });
export const resumeBillRunAction = consoleAction(billRunInput, resumeBillRun, { action: 'bill-run.resume', subject: run });
export const catchUpBillRunAction = consoleAction(billRunInput, catchUpBillRun, { action: 'bill-run.catch-up', subject: run });
