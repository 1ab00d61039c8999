'use server';

import { abandonPayment, switchRoute } from '@/lib/checkout';
import { paymentIdSchema, payInput, switchInput, type PayAnswer } from '@/lib/checkout/model';
import type { ActionState } from '@/lib/edge/model';
import { requestInvoice } from '@/lib/invoices';
import { requestInvoiceSchema } from '@/lib/invoices/model';
import { mailReceipt, mailReceiptInput } from '@/lib/notifications';
import { requestRefund } from '@/lib/refunds';
import { requestRefundSchema } from '@/lib/refunds/model';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { actForAnother, actForInput, methodPage } from './act-for';
import { payOrFollow } from './pay-or-follow';
import { addToList, forgetPayers, payerAction, withPass } from './payer';

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

const ask = payerAction(requestRefundSchema, (ctx, input) => requestRefund(ctx, input), {
  action: 'refund.request',
  subject: (input) => ({ kind: 'payment', id: input.paymentId }),
  redirectTo: (_refund, input) => `/pay/refund/${input.paymentId}?asked=1`,
});
export async function askRefundAction(previous: ActionState<unknown>, form: FormData): Promise<ActionState<unknown>> {
  return ask(previous as never, await withPass(form));
}

const another = payerAction(actForInput, actForAnother, { action: 'payer.act-for', redirectTo: methodPage });
export async function actForAction(form: FormData): Promise<void> {
  await another(null, await withPass(form));
  redirect('/pay');
}

/** The next link, or number and digits, joins this list. */
export async function addAnotherAction(): Promise<void> {
  await addToList();
  redirect('/find?add=1');
}

export async function forgetMeAction(): Promise<void> {
  await forgetPayers();
  redirect('/find?forgotten=1');
}

const invoice = payerAction(requestInvoiceSchema, (ctx, input) => requestInvoice(ctx, input), {
  action: 'invoice.request',
  subject: (input) => ({ kind: 'payment', id: input.paymentId }),
  redirectTo: (_made, input) => `/pay/invoice/${input.paymentId}`,
});
export async function requestInvoiceAction(previous: ActionState<unknown>, form: FormData): Promise<ActionState<unknown>> {
  return invoice(previous as never, await withPass(form));
}

const mail = payerAction(mailReceiptInput, (ctx, input) => mailReceipt(ctx, input), { action: 'receipt.mail' });
export async function mailReceiptAction(previous: ActionState<unknown>, form: FormData): Promise<ActionState<unknown>> {
  return mail(previous as never, await withPass(form));
}
