/** The payer (or a clerk) gives up a payment: its order is closed at the bank first, then its bills are free again. */
import type { InstitutionId, PaymentId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toIso } from '@/lib/kernel/time';
import type { PaymentDeps } from '../deps';
import { noEffects } from '../effects';
import type { PaymentFailure } from '../errors';
import { isOpen, type PaymentState } from '../machine';
import { liveAttemptOf } from '../rows';
import { endPayment } from '../rules/decide-dead';
import { decisionEnv } from '../rules/decision';
import { endOrder } from './end-order';

/** `payments.already-paid` when the money was there after all; `payments.attempt-still-open` when the bank cannot close the order. */
export async function cancelPayment(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  input: { readonly paymentId: PaymentId; readonly actor: string },
): Promise<Result<{ readonly status: PaymentState }, PaymentFailure>> {
  const seen = await deps.store.read(institutionId, (tx) => tx.viewByPayments([input.paymentId]));
  const file = seen.files.get(input.paymentId);
  if (!file) return err('payments.not-found');
  const live = liveAttemptOf(file);
  if (live && isOpen(file.payment.status)) {
    const ended = await endOrder(deps, institutionId, live, { keepPayment: false });
    if (!ended) return err('payments.attempt-still-open', { retryAt: toIso(live.expiresAt) });
  }
  return deps.store.transaction(institutionId, async (tx): Promise<Result<{ readonly status: PaymentState }, PaymentFailure>> => {
    const now = (await tx.viewByPayments([input.paymentId])).files.get(input.paymentId);
    if (!now) return err('payments.not-found');
    if (now.payment.status === 'succeeded') return err('payments.already-paid');
    const left = liveAttemptOf(now);
    if (left) return err('payments.attempt-still-open', { retryAt: toIso(left.expiresAt) });
    if (!isOpen(now.payment.status)) return ok({ status: now.payment.status });
    const effects = noEffects();
    const ended = endPayment(effects, now.payment, 'close', { at: decisionEnv(deps).now, actor: input.actor, evidence: 'cancelled' });
    await tx.apply(effects);
    return ok({ status: ended.status });
  });
}
