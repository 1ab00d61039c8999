/**
 * A payer pays bills: amounts from the bills, a route from routing, one shared commit, then the bank, and the next bank only when the first
 * one certainly takes no money. What is unclear and could be paid is followed, never tried elsewhere.
 */
import type { ChannelCode } from '@/lib/channels/port';
import { err, ok, type Result } from '@/lib/kernel/result';
import { abandonAttempt, cancelPayment, carryOut, paymentDeps, submitAttempt, type PaymentDeps, type Started, type Submitted } from '@/lib/payments';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { Overloaded } from '@/lib/platform/batcher';
import { withTx } from '@/lib/platform/tx';
import { claimTrial } from '@/lib/routing';
import { cascade, waitFor } from '../cascade';
import type { CheckoutFailure } from '../errors';
import { takeIn, type TakenIn } from '../intake';
import { CASCADE_BUDGET_MS, type PayAnswer, type PayInput } from '../model';
import { methodOf } from '../method-for';
import { resumePayment } from '../resume-payment';

/** @param deps the simulation and tests give their own bank */
export async function pay(ctx: Ctx, input: PayInput, deps: PaymentDeps = paymentDeps()): Promise<Result<PayAnswer, CheckoutFailure>> {
  // Only a payer's own page pays; staff send a link instead.
  if (ctx.actor.kind !== 'payer') return err('checkout.signed-out');
  const clickedAt = deps.clock.now();
  const taken = await takeIn({ deps, ctx, input }).catch((error: unknown) => {
    if (error instanceof Overloaded) return err('checkout.overloaded');
    throw error;
  });
  if (!taken.ok) return taken;
  const { started } = taken.value;
  if (!started.ok) return started.error.code === 'payments.not-open' ? err('checkout.no-way', taken.value.otherwise) : started;
  if (!started.value.attempt) return resumePayment(ctx, started.value.paymentId, input, deps);
  const waitMs = firstWait(ctx, taken.value, started.value.attempt, clickedAt + CASCADE_BUDGET_MS - deps.clock.now());
  const first = await submitFirst(ctx, deps, taken.value, started.value, waitMs);
  if (!first && waitMs !== undefined) await abandonAttempt(deps, ctx.institutionId, started.value.attempt.id, { keepPayment: true });
  else if (!first) {
    await cancelPayment(deps, ctx.institutionId, { paymentId: started.value.paymentId, actor: actorName(ctx.actor) });
    return err('checkout.no-way', { reason: 'trial-in-progress', next: '' });
  }
  return ok(
    await cascade(ctx, deps, {
      paymentId: started.value.paymentId,
      billIds: input.billIds,
      amountMinor: taken.value.amountMinor,
      method: methodOf(input),
      channel: taken.value.route.channel,
      attemptId: started.value.attempt.id,
      submitted: first ?? TRIAL_TAKEN,
      clickedAt,
    }),
  );
}

/** Somebody else was quicker to try the channel: certainly nothing was sent, and another one stands by. */
const TRIAL_TAKEN: Submitted = { outcome: 'not-sent', present: null, code: 'trial-in-progress', cause: 'bank-busy' };

/** Undefined when nobody stands by. */
const firstWait = (ctx: Ctx, taken: TakenIn, attempt: { readonly channel: ChannelCode }, leftMs: number): number | undefined =>
  waitFor(ctx.institutionId, taken.document, { channel: attempt.channel, tried: [], method: taken.method, leftMs });

/** Null when the channel is on trial and somebody else has the trial. */
async function submitFirst(ctx: Ctx, deps: PaymentDeps, taken: TakenIn, started: Started, waitMs: number | undefined): Promise<Submitted | null> {
  const attempt = started.attempt!;
  if (!taken.onTrial) return carryOut(deps, ctx.institutionId, { id: started.paymentId, subject: taken.subject, payerIp: ctx.origin.ip }, attempt, waitMs);
  const mine = await withTx(ctx, (tx) => claimTrial(tx, deps.clock, attempt.channel, attempt.id));
  return mine ? submitAttempt(deps, ctx.institutionId, attempt.id, waitMs) : null;
}
