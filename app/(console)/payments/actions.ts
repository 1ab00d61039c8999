'use server';

import { consoleAction } from '@/lib/edge';
import { askToReturnSuspense, confirmManually, decideSuspenseItem, holdSuspenseItem, paymentDeps, returnSuspenseItem } from '@/lib/payments';
import { askReturnSchema, confirmPaymentSchema, creditSuspenseSchema, holdSuspenseSchema, returnSuspenseSchema } from '@/lib/payments/model';
import { requestRefund } from '@/lib/refunds';
import { requestRefundSchema } from '@/lib/refunds/model';

export const requestRefundAction = consoleAction(requestRefundSchema, (ctx, input) => requestRefund(ctx, input), {
  action: 'refund.request',
  subject: (input) => ({ kind: 'payment', id: input.paymentId }),
  revalidate: (_done, input) => [`/payments/${input.paymentId}`, '/refunds'],
});

export const confirmPaymentAction = consoleAction(confirmPaymentSchema, (ctx, input) => confirmManually(paymentDeps(), ctx, input), {
  action: 'payment.confirm',
  subject: (input) => ({ kind: 'payment', id: input.paymentId }),
  revalidate: (_done, input) => [`/payments/${input.paymentId}`, '/payments'],
});

export const creditSuspenseAction = consoleAction(creditSuspenseSchema, (ctx, input) => decideSuspenseItem(paymentDeps(), ctx, input), {
  action: 'suspense.decide',
  subject: (input) => ({ kind: 'suspense', id: input.suspenseId }),
  revalidate: () => ['/payments/suspense', '/payments'],
});

export const askReturnAction = consoleAction(askReturnSchema, askToReturnSuspense, {
  action: 'suspense.ask-return',
  subject: (input) => ({ kind: 'suspense', id: input.suspenseId }),
  revalidate: () => ['/payments/suspense', '/approvals'],
});

export const returnSuspenseAction = consoleAction(returnSuspenseSchema, (ctx, input) => returnSuspenseItem(paymentDeps(), ctx, input), {
  action: 'suspense.decide',
  subject: (input) => ({ kind: 'suspense', id: input.suspenseId }),
  revalidate: () => ['/payments/suspense', '/payments'],
});

export const holdSuspenseAction = consoleAction(holdSuspenseSchema, holdSuspenseItem, {
  action: 'suspense.hold',
  subject: (input) => ({ kind: 'suspense', id: input.suspenseId }),
  revalidate: () => ['/payments/suspense'],
});
