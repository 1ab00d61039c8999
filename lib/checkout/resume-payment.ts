/** A payment that was there already: the same form again, another tab, or a payer who now wants another way. */
import type { PaymentId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { getPaymentStatus, type PaymentDeps } from '@/lib/payments';
import type { PaymentStatusView } from '@/lib/payments/model';
import type { Ctx } from '@/lib/platform/ctx';
import { isChannelCode } from '@/lib/channels/model';
import { switchRoute } from './commands/switch-route';
import type { CheckoutFailure } from './errors';
import type { PayAnswer, PayInput } from './model';

/** `checkout.already-under-way` when the payment there is for other bills: its amount is not the one on the button. */
export async function resumePayment(
  ctx: Ctx,
  paymentId: PaymentId,
  input: PayInput,
  deps: PaymentDeps,
): Promise<Result<PayAnswer, CheckoutFailure>> {
  const status = await getPaymentStatus(ctx, paymentId);
  if (!status) return err('payments.bill-not-found');
  if (!sameBills(status, input)) return err('checkout.already-under-way', { paymentId });
  if (wantsAnotherWay(status, input)) {
    const switched = await switchRoute(ctx, { paymentId, method: input.method, ...(input.channel && { channel: input.channel }) }, deps);
    if (switched.ok) return ok({ ...switched.value, resumed: true });
    // Paid, or not certainly dead at the bank: the outcome page says which.
  }
  return ok(answerOf(status));
}

const sameBills = (status: PaymentStatusView, input: PayInput): boolean => {
  const asked = new Set<string>(input.billIds);
  return status.bills.length === asked.size && status.bills.every((bill) => asked.has(bill.billId));
};

/** Only a named channel can differ: "any way" is content with the one under way. */
const wantsAnotherWay = (status: PaymentStatusView, input: PayInput): boolean =>
  input.channel !== undefined && input.channel !== status.channel && (status.step === 'waiting' || status.step === 'choose-another');

const answerOf = (status: PaymentStatusView): PayAnswer => ({
  paymentId: status.paymentId as PaymentId,
  resumed: true,
  step: status.step === 'waiting' && status.present ? 'hand-over' : status.step,
  present: status.present,
  channel: status.channel && isChannelCode(status.channel) ? status.channel : null,
  cause: status.cause,
  next: null,
});
