'use server';

import { consoleAction } from '@/lib/edge';
import { recordTransfer, requestTransferRefund, setRefundPolicy } from '@/lib/refunds';
import { batchByNumbersSchema, evidenceSchema, recordTransferSchema, requestTransferSchema, setPolicySchema } from '@/lib/refunds/model';
import { addEvidenceFile, askBatch } from './_components/from-forms';

const refund = (input: { refundId: string }) => ({ kind: 'refund', id: input.refundId });
const its = (_value: unknown, input: { refundId: string }) => ['/refunds', `/refunds/${input.refundId}`];
export const transferAction = consoleAction(requestTransferSchema, (ctx, input) => requestTransferRefund(ctx, input), {
  action: 'refund.request-transfer', subject: (input) => ({ kind: 'payment', id: input.paymentId }), revalidate: () => ['/refunds', '/approvals'],
});
export const recordAction = consoleAction(recordTransferSchema, recordTransfer, { action: 'refund.record-transfer', subject: refund, revalidate: its });
export const evidenceAction = consoleAction(evidenceSchema, addEvidenceFile, { action: 'refund.add-evidence', subject: refund, revalidate: its });
export const policyAction = consoleAction(setPolicySchema, setRefundPolicy, { action: 'refund-policy.set', revalidate: () => ['/refunds/rules'] });
export const batchAction = consoleAction(batchByNumbersSchema, askBatch, { action: 'refund.request-batch', revalidate: () => ['/refunds', '/approvals'] });
