/** The payer chooses another way for the same payment: the order before it is closed at its bank first, so that only one can take money. */
import type { ChannelCode } from '@/lib/channels/port';
import type { BillId, PaymentId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { carryOut, getPaymentStatus, openNextAttempt, paymentDeps, type PaymentDeps } from '@/lib/payments';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { claimTrial, needsTrial, reserveWay } from '@/lib/routing';
import type { DecisionDocument } from '@/lib/routing/model';
import { cascade, decideFor, waitFor } from '../cascade';
import type { CheckoutFailure } from '../errors';
import { nextWay, routeOf } from '../intake';
import { methodOf } from '../method-for';
import { CASCADE_BUDGET_MS, type PayAnswer, type SwitchInput } from '../model';
import { triedChannels } from '../tried-channels';

/**
 * `payments.already-paid` when the money was there after all, `payments.attempt-still-open` when the bank cannot make certain that the
 * order before is dead (then nothing else is opened), `checkout.no-way` when the chosen way cannot take this payment now.
 */
export async function switchRoute(
  ctx: Ctx,
  input: SwitchInput,
  deps: PaymentDeps = paymentDeps(),
): Promise<Result<PayAnswer, CheckoutFailure>> {
  if (ctx.actor.kind !== 'payer') return err('checkout.signed-out');
  const status = await getPaymentStatus(ctx, input.paymentId);
  if (!status) return err('payments.not-found');
  const payment = {
    paymentId: input.paymentId,
    billIds: status.bills.map((b) => b.billId as BillId),
    amountMinor: BigInt(status.amount.minor),
  };
  // A channel that refused once may be chosen again by the payer: only an unasked try leaves it out.
  const { request, document } = await decideFor(ctx, deps, payment, input.method, []);
  const channel = input.channel ?? document.chosen;
  const inPlan = channel !== null && document.plan.includes(channel);
  const route = inPlan ? routeOf(document, channel, { asked: input.method, allowed: request.allowedMethods }) : null;
  if (!route || !(await mayUse(ctx, deps, document, route.channel, payment)))
    return err('checkout.no-way', await whyNot(ctx, deps, payment, channel));
  const opened = await openNextAttempt(deps, ctx.institutionId, { paymentId: input.paymentId, route, actor: actorName(ctx.actor) });
  if (!opened.ok) return opened;
  const { channel: to } = route;
  // What went before was the end of the other order; from here on the payer waits for this one.
  const clickedAt = deps.clock.now();
  const waitMs = waitFor(ctx.institutionId, document, { channel: to, tried: [], method: methodOf(input), leftMs: CASCADE_BUDGET_MS });
  const submitted = await carryOut(deps, ctx.institutionId, opened.value.file.payment, opened.value.attempt, waitMs);
  return ok(await cascade(ctx, deps, { ...payment, method: methodOf(input), channel: to, attemptId: opened.value.attempt.id, submitted, clickedAt }));
}

/** A channel on trial takes one payment at a time, a limited one as much as it has left; the payment's id holds both places. */
async function mayUse(
  ctx: Ctx,
  deps: PaymentDeps,
  document: DecisionDocument,
  channel: ChannelCode,
  payment: { readonly paymentId: PaymentId; readonly amountMinor: bigint },
): Promise<boolean> {
  const { channel: room } = await reserveWay(ctx, deps.clock, { key: payment.paymentId, amountMinor: payment.amountMinor }, [channel]);
  return room !== null && (!needsTrial(document, channel) || withTx(ctx, (tx) => claimTrial(tx, deps.clock, channel, payment.paymentId)));
}

async function whyNot(
  ctx: Ctx,
  deps: PaymentDeps,
  payment: Parameters<typeof decideFor>[2],
  channel: string | null,
): Promise<Record<string, string>> {
  const { document } = await decideFor(ctx, deps, payment, 'any', []);
  const tried = await triedChannels(ctx, payment.paymentId);
  return {
    reason: document.candidates.find((c) => c.channel === channel)?.reason ?? 'no-account',
    next: nextWay(document, tried)?.channel ?? '',
  };
}
