/** An order that can take no money any more, by the bank's word; and what becomes of its payment. */
import type { Cause } from '@/lib/channels/port';
import { moveAttempt, movePayment, noEffects, type Effects, type StepInfo } from '../effects';
import { isOpen } from '../machine';
import { liveAttemptOf, type Attempt, type Payment, type PaymentFile } from '../rows';
import { inquiryIn, inquiryOver, REROUTE_WINDOW_MS, type Decision, type DecisionEnv } from './decision';

/**
 * Ends a live attempt. A closed order ends its payment too (`keepPayment` when the payer only changes the way); a declined or unsent one
 * leaves the payment open for another way, and plans the moment at which nobody will have chosen one.
 */
export function orderDied(
  effects: Effects,
  file: PaymentFile,
  attempt: Attempt,
  event: 'decline' | 'not-send' | 'close',
  info: StepInfo,
  env: DecisionEnv,
  options: { lastCode?: string; cause?: Cause; keepPayment?: boolean } = {},
): void {
  const why = { ...(options.lastCode && { lastCode: options.lastCode.slice(0, 80) }), ...(options.cause && { cause: options.cause }) };
  moveAttempt(effects, attempt, event, info, why);
  effects.inquiries.push(inquiryOver(attempt.id, 'attempt'));
  if (!isOpen(file.payment.status)) return;
  const payment = file.payment.status === 'unknown' ? movePayment(effects, file.payment, 'clear', info) : file.payment;
  if (event === 'close' && !options.keepPayment) endPayment(effects, payment, 'close', info);
  else effects.inquiries.push(inquiryIn(payment.id, 'payment', env.now, REROUTE_WINDOW_MS));
}

/** Ends a payment without money: its bills are free again. */
export function endPayment(effects: Effects, payment: Payment, event: 'close' | 'give-up', info: StepInfo): Payment {
  const ended = movePayment(effects, payment, event, info);
  effects.releases.push(payment.id);
  effects.inquiries.push(inquiryOver(payment.id, 'payment'));
  effects.events.push({
    type: event === 'close' ? 'payment.closed' : 'payment.failed',
    subjectId: payment.id,
    payload: {
      paymentId: payment.id,
      number: payment.number,
      payerId: payment.payerId,
      amountMinor: payment.amountMinor.toString(),
      currency: payment.currency,
    },
  });
  return ended;
}

/** Nobody chose another way in time: the payment ends. While an order lives it does not, whatever the clock says. */
export function decideGiveUp(file: PaymentFile, actor: string, env: DecisionEnv): Decision<'failed' | 'closed' | 'already'> {
  const effects = noEffects();
  effects.inquiries.push(inquiryOver(file.payment.id, 'payment'));
  if (!isOpen(file.payment.status) || file.payment.status === 'unknown' || liveAttemptOf(file)) return { effects, result: 'already' };
  const last = [...file.attempts].sort((a, b) => b.seq - a.seq)[0];
  const event = last?.status === 'closed' ? 'close' : 'give-up';
  endPayment(effects, file.payment, event, { at: env.now, actor, evidence: null });
  return { effects, result: event === 'close' ? 'closed' : 'failed' };
}
