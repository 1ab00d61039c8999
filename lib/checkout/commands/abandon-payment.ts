/** The payer gives up a payment that is not paid: its order is closed at the bank first, then the bills are free again. */
import type { PaymentId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { cancelPayment, getPaymentStatus, paymentDeps, type PaymentDeps } from '@/lib/payments';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { CheckoutFailure } from '../errors';

export async function abandonPayment(
  ctx: Ctx,
  input: { readonly paymentId: PaymentId },
  deps: PaymentDeps = paymentDeps(),
): Promise<Result<{ readonly paymentId: PaymentId }, CheckoutFailure>> {
  if (ctx.actor.kind !== 'payer') return err('checkout.signed-out');
  if (!(await getPaymentStatus(ctx, input.paymentId))) return err('payments.not-found');
  const ended = await cancelPayment(deps, ctx.institutionId, { paymentId: input.paymentId, actor: actorName(ctx.actor) });
  return ended.ok ? ok({ paymentId: input.paymentId }) : ended;
}
