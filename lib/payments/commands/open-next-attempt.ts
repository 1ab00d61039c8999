/** Another way for the same payment (cascade, or the payer chose): only when the order before it certainly can take no money. */
import type { AttemptId, InstitutionId, PaymentId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toIso } from '@/lib/kernel/time';
import type { PaymentDeps } from '../deps';
import { noEffects, type Effects, type StepInfo } from '../effects';
import type { PaymentFailure } from '../errors';
import { isOpen } from '../machine';
import { liveAttemptOf, type Attempt, type PaymentFile } from '../rows';
import { openAttempt, type RouteChoice } from '../rules/decide-start';
import { orderDied } from '../rules/decide-dead';
import { ATTEMPTS_MAX, decisionEnv, inquiryIn, inquiryOver, type DecisionEnv } from '../rules/decision';
import { canWithhold, WITHHELD, WITHHELD_CLOSE_MS } from '../rules/withhold';
import { endOrder } from './end-order';

export interface NextAttemptInput {
  readonly paymentId: PaymentId;
  readonly route: RouteChoice;
  readonly actor: string;
  /** The order that is left. Where another one is alive, somebody else chose a way meanwhile, and nothing is opened. */
  readonly leaving?: AttemptId;
}
export interface NextAttempt {
  readonly file: PaymentFile;
  /** Committed as `submitting`; the caller carries it out. */
  readonly attempt: Attempt;
}

/**
 * Refusals: `payments.not-found`, `payments.not-open` (or `payments.already-paid`), `payments.too-many-attempts`, and
 * `payments.attempt-still-open` when the bank cannot make certain that the order before can take no money (`retryAt` says when it ends by itself).
 */
export async function openNextAttempt(
  deps: PaymentDeps,
  institutionId: InstitutionId,
  input: NextAttemptInput,
): Promise<Result<NextAttempt, PaymentFailure>> {
  const first = await tryOpen(deps, institutionId, input);
  if (!('live' in first)) return first.result;
  if (input.leaving !== undefined && first.live.id !== input.leaving) return err('payments.attempt-still-open', { retryAt: toIso(first.live.expiresAt) });
  const ended = await endOrder(deps, institutionId, first.live, { keepPayment: true });
  if (!ended) return err('payments.attempt-still-open', { retryAt: toIso(first.live.expiresAt) });
  const second = await tryOpen(deps, institutionId, input);
  return 'live' in second ? err('payments.attempt-still-open', { retryAt: toIso(second.live.expiresAt) }) : second.result;
}

type Tried = { readonly live: Attempt } | { readonly result: Result<NextAttempt, PaymentFailure> };

async function tryOpen(deps: PaymentDeps, institutionId: InstitutionId, input: NextAttemptInput): Promise<Tried> {
  return deps.store.transaction(institutionId, async (tx): Promise<Tried> => {
    const view = await tx.viewByPayments([input.paymentId]);
    const file = view.files.get(input.paymentId);
    if (!file) return { result: err('payments.not-found') };
    if (file.payment.status === 'succeeded') return { result: err('payments.already-paid') };
    if (!isOpen(file.payment.status)) return { result: err('payments.not-open', { status: file.payment.status }) };
    const env = decisionEnv(deps);
    const effects = noEffects();
    const live = liveAttemptOf(file);
    const left = live && (input.leaving ?? live.id) === live.id && canWithhold(live, env.capabilities(live.channel));
    if (live && !left) return { live };
    if (file.attempts.length >= ATTEMPTS_MAX) return { result: err('payments.too-many-attempts') };
    if (live) withhold(effects, file, live, { at: env.now, actor: input.actor, evidence: WITHHELD }, env);
    const before = effects.payments.at(-1) ?? file.payment;
    const seq = Math.max(0, ...file.attempts.map((a) => a.seq)) + 1;
    const attempt = openAttempt(effects, before, seq, input.route, true, input.actor, env);
    const payment = {
      ...before,
      channel: input.route.channel,
      method: input.route.method,
      expiresAt: attempt.expiresAt,
      updatedAt: env.now,
    };
    effects.payments.push(payment);
    effects.inquiries.push(inquiryOver(payment.id, 'payment'));
    await tx.apply(effects);
    return { result: ok({ file: { ...file, payment }, attempt }) };
  });
}

/** Dead for this payment from this commit on, and closed at its bank as soon as the call that made it is over. */
function withhold(effects: Effects, file: PaymentFile, live: Attempt, info: StepInfo, env: DecisionEnv): void {
  orderDied(effects, file, live, 'close', info, env, { lastCode: WITHHELD, keepPayment: true });
  effects.inquiries.push(inquiryIn(live.id, 'attempt', env.now, WITHHELD_CLOSE_MS));
}
