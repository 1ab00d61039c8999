'use server';

import { answerDispute, takeDispute } from '@/lib/disputes';
import { answerDisputeInput, takeDisputeInput } from '@/lib/disputes/model';
import { consoleAction } from '@/lib/edge';

const subject = (input: { disputeId: string }) => ({ kind: 'payer-dispute', id: input.disputeId });
const revalidate = () => ['/reconciliation/disputes'];

export const answerDisputeAction = consoleAction(answerDisputeInput, answerDispute, { action: 'payer-dispute.answer', subject, revalidate });
export const takeDisputeAction = consoleAction(takeDisputeInput, takeDispute, { action: 'payer-dispute.take', subject, revalidate });
