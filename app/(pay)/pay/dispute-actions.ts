'use server';

import { raiseDispute, withdrawDispute } from '@/lib/disputes';
import { raiseDisputeInput, withdrawDisputeInput } from '@/lib/disputes/model';
import type { ActionState } from '@/lib/edge/model';
import { payerAction, withPass } from './payer';

const raise = payerAction(raiseDisputeInput, raiseDispute, {
  action: 'payer-dispute.raise', subject: (input) => ({ kind: 'payment', id: input.paymentId }), redirectTo: (_raised, input) => `/pay/dispute/${input.paymentId}?asked=1`,
});
export async function raiseDisputeAction(previous: ActionState<unknown>, form: FormData): Promise<ActionState<unknown>> {
  return raise(previous as never, await withPass(form));
}

const withdraw = payerAction(withdrawDisputeInput, withdrawDispute, {
  action: 'payer-dispute.withdraw', subject: (input) => ({ kind: 'payer-dispute', id: input.disputeId }), redirectTo: (gone) => `/pay/dispute/${gone.paymentId}`,
});
export async function withdrawDisputeAction(previous: ActionState<unknown>, form: FormData): Promise<ActionState<unknown>> {
  return withdraw(previous as never, await withPass(form));
}
