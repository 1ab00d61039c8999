/**
 * The one decision about an order's fate, for callback, query, close, statement and a person's confirmation alike. Pure: the view and the
 * evidence in, effects out. Money is decided in decide-paid.ts, the rest here.
 */
import type { Capabilities } from '@/lib/channels/port';
import { unreachable } from '@/lib/kernel/assert';
import { moveAttempt, movePayment, noEffects, type StepInfo } from '../effects';
import { actorOf, type ChannelEvidence, type OutcomeKind, type OutcomeResult } from '../evidence';
import { isLive } from '../machine';
import { attemptOf, orderKey, type Attempt, type MoneyView, type PaymentFile } from '../rows';
import { orderDied } from './decide-dead';
import { decidePaid, decideUnknownOrder, LEFT_TO_PERSON } from './decide-paid';
import { inquiryIn, inquiryOver, nextAskMs, type Decision, type DecisionEnv } from './decision';
import { isWithheld } from './withhold';

export function decideOutcome(view: MoneyView, evidence: ChannelEvidence, env: DecisionEnv): Decision<OutcomeResult> {
  const { fact } = evidence;
  const info: StepInfo = { at: env.now, actor: actorOf(evidence), evidence: `${evidence.source}:${evidence.reference}`.slice(0, 200) };
  const found = view.orders.get(orderKey(evidence.channel, evidence.orderNo));
  const file = found && view.files.get(found.paymentId);
  const attempt = found && file && attemptOf(file, found.attemptId);
  if (!file || !attempt) {
    if (fact.state === 'paid' && fact.amount.minor > 0n) return decideUnknownOrder(view, evidence, fact, env);
    return { effects: noEffects(), result: { orderNo: evidence.orderNo, outcome: 'unknown-order', paymentId: null, status: null } };
  }
  // No bank books nothing as a payment: such a message is not one we understand.
  if (fact.state === 'paid' && fact.amount.minor <= 0n) return waiting(file, attempt, evidence, env);
  if (fact.state === 'paid') {
    const decision = decidePaid(view, file, attempt, evidence, fact, info, env);
    if (isWithheld(attempt)) decision.effects.inquiries.push(inquiryOver(attempt.id, 'attempt'));
    return decision;
  }
  if (isWithheld(attempt)) return closingBehind(file, attempt, evidence, env);
  // Money already decided this order, or it is dead already: "closed", "failed" and "unpaid" add nothing.
  if (!isLive(attempt.status) || attempt.lastCode === LEFT_TO_PERSON) return answer(file, evidence, 'already');
  switch (fact.state) {
    case 'closed':
      return died(file, attempt, evidence, 'close', info, env);
    case 'failed':
      return died(file, attempt, evidence, 'decline', info, env);
    case 'unpaid':
    case 'not-found':
      return decideUnpaid(file, attempt, evidence, info, env);
    case 'unknown':
      return waiting(file, attempt, evidence, env);
    default:
      return unreachable(fact);
  }
}

const answer = (file: PaymentFile, evidence: ChannelEvidence, outcome: OutcomeKind): Decision<OutcomeResult> => ({
  effects: noEffects(),
  result: { orderNo: evidence.orderNo, outcome, paymentId: file.payment.id, status: file.payment.status },
});

function died(
  file: PaymentFile,
  attempt: Attempt,
  evidence: ChannelEvidence,
  event: 'decline' | 'close' | 'not-send',
  info: StepInfo,
  env: DecisionEnv,
): Decision<OutcomeResult> {
  const effects = noEffects();
  const { fact } = evidence;
  const why = fact.state === 'failed' ? { lastCode: fact.code, cause: fact.cause } : {};
  orderDied(effects, file, attempt, event, info, env, { ...why, keepPayment: evidence.keepPayment === true });
  const status = effects.payments.at(-1)?.status ?? file.payment.status;
  const outcome = event === 'close' ? 'closed' : event === 'decline' ? 'declined' : 'not-sent';
  return { effects, result: { orderNo: evidence.orderNo, outcome, paymentId: file.payment.id, status } };
}

/**
 * The bank has no money for this order *now*. That is final only where the bank itself can take no more: past the order's end and the
 * channel's grace, where nothing can be closed or there is nothing to close. Before that it is "not yet".
 */
function decideUnpaid(
  file: PaymentFile,
  attempt: Attempt,
  evidence: ChannelEvidence,
  info: StepInfo,
  env: DecisionEnv,
): Decision<OutcomeResult> {
  const capabilities = env.capabilities(attempt.channel);
  const notFound = evidence.fact.state === 'not-found';
  const overAt = endOf(attempt, capabilities);
  if (evidence.source === 'query' && env.now >= overAt && (notFound || capabilities.close === 'expires-only')) {
    return died(file, attempt, evidence, 'close', info, env);
  }
  const unseenSince = (attempt.submittedAt ?? attempt.createdAt) + capabilities.notFoundGraceMs;
  if (notFound && capabilities.createCallsBank && attempt.status === 'unknown' && env.now >= unseenSince && evidence.source === 'query') {
    return died(file, attempt, evidence, 'not-send', info, env);
  }
  if (!notFound && (attempt.status === 'unknown' || attempt.status === 'submitting')) return nowKnown(file, attempt, evidence, info, env);
  return waiting(file, attempt, evidence, env);
}

/** When a bank that cannot be told to close an order takes no more money for it: its own end, and its grace for what is under way. */
const endOf = (attempt: Attempt, capabilities: Capabilities): number =>
  Math.max(attempt.expiresAt, attempt.createdAt + capabilities.notFoundGraceMs);

/** The order stands at the bank after all. What the payer would be shown is lost with the answer; another way can be chosen. */
function nowKnown(
  file: PaymentFile,
  attempt: Attempt,
  evidence: ChannelEvidence,
  info: StepInfo,
  env: DecisionEnv,
): Decision<OutcomeResult> {
  const effects = noEffects();
  moveAttempt(effects, attempt, 'accept', info, { queryCount: attempt.queryCount + 1 });
  const payment = file.payment.status === 'unknown' ? movePayment(effects, file.payment, 'clear', info) : file.payment;
  const next = nextInquiry(attempt, evidence, env);
  if (next) effects.inquiries.push(next);
  return { effects, result: { orderNo: evidence.orderNo, outcome: 'open', paymentId: payment.id, status: payment.status } };
}

function waiting(file: PaymentFile, attempt: Attempt, evidence: ChannelEvidence, env: DecisionEnv): Decision<OutcomeResult> {
  const decision = answer(file, evidence, attempt.status === 'accepted' && evidence.fact.state === 'unpaid' ? 'open' : 'waiting');
  const next = nextInquiry(attempt, evidence, env);
  if (next) decision.effects.inquiries.push(next);
  return decision;
}

/** An order left behind is closed at its bank too; until that is said, it is tried again. A bank that never heard of it has nothing to close. */
function closingBehind(file: PaymentFile, attempt: Attempt, evidence: ChannelEvidence, env: DecisionEnv): Decision<OutcomeResult> {
  const decision = answer(file, evidence, 'already');
  const { state } = evidence.fact;
  const next = state === 'unpaid' || state === 'unknown' ? nextInquiry(attempt, evidence, env) : inquiryOver(attempt.id, 'attempt');
  if (next && evidence.tries !== undefined) decision.effects.inquiries.push(next);
  return decision;
}

/** Also when an order's end is this very moment. */
const LEAST_MS = 250;

/** Only the sweeper's own evidence moves the plan; a callback that says nothing final leaves it as it is. */
function nextInquiry(attempt: Attempt, evidence: ChannelEvidence, env: DecisionEnv) {
  if (evidence.tries === undefined) return null;
  const tries = evidence.tries + 1;
  const capabilities = env.capabilities(attempt.channel);
  const unclear = evidence.fact.state === 'unknown';
  let delayMs = nextAskMs(capabilities.queryScheduleMs, tries, unclear, env.jitter(), env.floorMs(attempt.channel));
  // Not to sleep over the order's end: right after it the order is closed at the bank, or found unpaid for good.
  const ends = [attempt.expiresAt, endOf(attempt, capabilities)].find((end) => end > env.now);
  if (ends !== undefined) delayMs = Math.min(delayMs, ends - env.now);
  return inquiryIn(attempt.id, 'attempt', env.now, Math.max(LEAST_MS, delayMs), tries);
}
