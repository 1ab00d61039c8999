'use server';

import { abandonPayment, switchRoute } from '@/lib/checkout';
import { paymentIdSchema, payInput, switchInput, type PayAnswer } from '@/lib/checkout/model';
import type { ActionState } from '@/lib/edge/model';
import { z } from 'zod';
import { payOrFollow } from './pay-or-follow';
import { payerAction, withPass } from './payer';

const onward = ({ paymentId, step }: Pick<PayAnswer, 'paymentId' | 'step'>): string =>
  step === 'hand-over' ? `/pay/go/${paymentId}` : `/pay/outcome/${paymentId}`;

const start = payerAction(payInput, payOrFollow, { action: 'payment.start', redirectTo: onward });
export async function payAction(previous: ActionState<unknown>, form: FormData): Promise<ActionState<unknown>> {
  return start(previous as never, await withPass(form));
}

const change = payerAction(switchInput, switchRoute, {
  action: 'payment.switch-route',
  subject: (input) => ({ kind: 'payment', id: input.paymentId }),
  redirectTo: onward,
});
export async function switchAction(previous: ActionState<unknown>, form: FormData): Promise<ActionState<unknown>> {
  return change(previous as never, await withPass(form));
}

const abandonInput = z.object({ paymentId: paymentIdSchema });
const abandon = payerAction(abandonInput, abandonPayment, {
  action: 'payment.abandon',
  subject: (input) => ({ kind: 'payment', id: input.paymentId }),
  redirectTo: () => '/pay?given-up=1',
});
export async function abandonAction(previous: ActionState<unknown>, form: FormData): Promise<ActionState<unknown>> {
  return abandon(previous as never, await withPass(form));
}
