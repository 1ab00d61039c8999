/**
 * Money arrived for an order. It is credited exactly once, or held for a person: never dropped, never doubled. In order:
 * 1. the same money again (same trade, or a held item of it) is `already`;
 * 2. another amount or currency than the order's: a callback alone is not believed, the bank is asked at once; what the bank itself then says, or a
 *    statement, is held as `amount-differs`, and the payment stays unknown until a person decided;
 * 3. an order that is alive credits its payment; one that was dead does so too (`late-success`) while the payment has no other success and its
 *    bills are free and can take the money;
 * 4. otherwise it is held: `duplicate` when the payment was already paid by another order, `over` when the bills can take no more, else `late`.
 */
import { canTake } from '@/lib/bills';
import type { PaidFact } from '@/lib/channels/port';
import { entryOf } from '@/lib/ledger';
import { moveAttempt, movePayment, noEffects, type Effects, type StepInfo } from '../effects';
import { actorOf, type ChannelEvidence, type OutcomeResult } from '../evidence';
import { isLive, isOpen } from '../machine';
import { liveAttemptOf, orderKey, type Attempt, type MoneyView, type PaymentFile, type Suspense, type SuspenseKind } from '../rows';
import { inquiryIn, inquiryOver, type Decision, type DecisionEnv } from './decision';

/** Marks an order whose bank has another amount than ours: nobody asks or clears it any more, a person decides. */
export const LEFT_TO_PERSON = 'amount-differs';
/** Marks an order whose callback named another amount: the bank is being asked. */
export const AMOUNT_IN_DOUBT = 'amount-in-doubt';
/** Marks a success that a person confirmed: the bank's own word about the same money then only completes it. */
export const CONFIRMED_BY_HAND = 'confirmed-by-hand';
const tradeOf = (fact: PaidFact): string => `trade:${fact.channelTradeNo}`;

export function decidePaid(
  view: MoneyView,
  file: PaymentFile,
  attempt: Attempt,
  evidence: ChannelEvidence,
  fact: PaidFact,
  info: StepInfo,
  env: DecisionEnv,
): Decision<OutcomeResult> {
  const effects = noEffects();
  const answer = (outcome: 'credited' | 'already'): Decision<OutcomeResult> => ({
    effects,
    result: {
      orderNo: attempt.orderNo,
      outcome,
      paymentId: file.payment.id,
      status: effects.payments.at(-1)?.status ?? file.payment.status,
    },
  });
  if (attempt.status === 'succeeded' && isSameMoney(attempt, evidence, fact)) {
    if (attempt.lastCode === CONFIRMED_BY_HAND && evidence.source !== 'manual') completeConfirmation(effects, attempt, fact, info);
    return answer('already');
  }
  const held = view.suspense.get(orderKey(attempt.channel, attempt.orderNo)) ?? [];
  if (held.some((s) => s.evidence === tradeOf(fact))) return answer('already');

  if (fact.amount.minor !== attempt.amountMinor || fact.amount.currency !== attempt.currency) {
    if (evidence.source === 'callback' && isLive(attempt.status) && isOpen(file.payment.status)) return askBank(effects, file, attempt, info, env);
    if (isLive(attempt.status) && isOpen(file.payment.status)) leaveToPerson(effects, file, attempt, info);
    else if (isLive(attempt.status)) setAside(effects, file, attempt, info);
    return hold(effects, file, attempt, evidence, fact, 'amount-differs', env);
  }
  const takes = file.parts.every((p) => {
    const bill = view.bills.get(p.billId);
    return bill !== undefined && canTake(bill, p.amountMinor) && (bill.heldBy === null || bill.heldBy === file.payment.id);
  });
  if (isOpen(file.payment.status) && takes) {
    credit(effects, file, attempt, fact, isLive(attempt.status) ? 'succeed' : 'late-success', 'succeed', info, env);
    return answer('credited');
  }
  if (isOpen(file.payment.status)) {
    setAside(effects, file, attempt, info);
    return hold(effects, file, attempt, evidence, fact, 'over', env);
  }
  if ((file.payment.status === 'failed' || file.payment.status === 'closed') && takes && attempt.status !== 'succeeded') {
    credit(effects, file, attempt, fact, isLive(attempt.status) ? 'succeed' : 'late-success', 'late-success', info, env);
    return answer('credited');
  }
  if (isLive(attempt.status)) setAside(effects, file, attempt, info);
  const paidOtherwise = file.payment.status === 'succeeded' || file.payment.status === 'reversed';
  return hold(effects, file, attempt, evidence, fact, paidOtherwise ? 'duplicate' : 'late', env);
}

/** Statements do not all carry the trade number of callbacks; of one order number a bank settles one trade. */
function isSameMoney(attempt: Attempt, evidence: ChannelEvidence, fact: PaidFact): boolean {
  if (fact.amount.minor !== attempt.amountMinor || fact.amount.currency !== attempt.currency) return false;
  return (
    attempt.channelTradeNo === fact.channelTradeNo ||
    evidence.source === 'statement' ||
    evidence.source === 'manual' ||
    attempt.lastCode === CONFIRMED_BY_HAND
  );
}

function completeConfirmation(effects: Effects, attempt: Attempt, fact: PaidFact, info: StepInfo): void {
  effects.attempts.push({
    ...attempt,
    channelTradeNo: fact.channelTradeNo,
    paidAt: fact.paidAt,
    settleDate: fact.settleDate ?? attempt.settleDate,
    lastCode: null,
    updatedAt: info.at,
  });
}

function credit(
  effects: Effects,
  file: PaymentFile,
  attempt: Attempt,
  fact: PaidFact,
  attemptEvent: 'succeed' | 'late-success',
  paymentEvent: 'succeed' | 'late-success',
  info: StepInfo,
  env: DecisionEnv,
): void {
  const { payment } = file;
  moveAttempt(effects, attempt, attemptEvent, info, {
    channelTradeNo: fact.channelTradeNo,
    paidAt: fact.paidAt,
    settleDate: fact.settleDate ?? null,
    lastCode: null,
    cause: null,
  });
  movePayment(effects, payment, paymentEvent, info, { capturedMinor: payment.amountMinor, succeededAt: info.at, channel: attempt.channel });
  effects.credits.push(
    ...file.parts.map((p) => ({ billId: p.billId, paymentId: payment.id, amountMinor: p.amountMinor, at: info.at, actor: info.actor })),
  );
  effects.releases.push(payment.id);
  effects.inquiries.push(inquiryOver(attempt.id, 'attempt'), inquiryOver(payment.id, 'payment'));
  effects.entries.push(
    entryOf({
      key: `payment:${payment.id}`,
      kind: 'payment-succeeded',
      at: info.at,
      subjectKind: 'payment',
      subjectId: payment.id,
      currency: payment.currency,
      amountMinor: payment.amountMinor,
      channel: attempt.channel,
      memo: payment.number,
    }),
  );
  effects.events.push({
    type: 'payment.succeeded',
    subjectId: payment.id,
    payload: {
      paymentId: payment.id,
      number: payment.number,
      payerId: payment.payerId,
      amountMinor: payment.amountMinor.toString(),
      currency: payment.currency,
      channel: attempt.channel,
      method: payment.method,
      attemptId: attempt.id,
      late: paymentEvent === 'late-success',
    },
  });
  // Another order of the same payment may still be open at its bank: it is closed there now, before the payer pays it too.
  const other = liveAttemptOf(file);
  if (other && other.id !== attempt.id) effects.inquiries.push(inquiryIn(other.id, 'attempt', env.now, 0));
}

/** What was pushed to us does not fit the order: what we fetch ourselves decides. */
function askBank(effects: Effects, file: PaymentFile, attempt: Attempt, info: StepInfo, env: DecisionEnv): Decision<OutcomeResult> {
  if (attempt.status === 'submitting' || attempt.status === 'accepted') moveAttempt(effects, attempt, 'lose-sight', info, { lastCode: AMOUNT_IN_DOUBT });
  const payment = file.payment.status === 'submitted' ? movePayment(effects, file.payment, 'lose-sight', info) : file.payment;
  effects.inquiries.push(inquiryIn(attempt.id, 'attempt', env.now, 0));
  return { effects, result: { orderNo: attempt.orderNo, outcome: 'waiting', paymentId: payment.id, status: payment.status } };
}

/** The bank's figure is not ours: nothing more can be learnt by asking, so a person is asked instead of the bank. */
function leaveToPerson(effects: Effects, file: PaymentFile, attempt: Attempt, info: StepInfo): void {
  const mark = { lastCode: LEFT_TO_PERSON };
  if (attempt.status === 'submitting' || attempt.status === 'accepted') moveAttempt(effects, attempt, 'lose-sight', info, mark);
  else effects.attempts.push({ ...attempt, ...mark, updatedAt: info.at });
  if (file.payment.status === 'submitted') movePayment(effects, file.payment, 'lose-sight', info);
  effects.inquiries.push(inquiryOver(attempt.id, 'attempt'));
}

/** Ends an order (and, if it is still open, its payment) whose money is held. */
export function setAside(effects: Effects, file: PaymentFile, attempt: Attempt, info: StepInfo): void {
  if (isLive(attempt.status)) moveAttempt(effects, attempt, 'set-aside', info);
  effects.inquiries.push(inquiryOver(attempt.id, 'attempt'));
  if (!isOpen(file.payment.status)) return;
  movePayment(effects, file.payment, 'set-aside', info);
  effects.releases.push(file.payment.id);
  effects.inquiries.push(inquiryOver(file.payment.id, 'payment'));
  const other = liveAttemptOf(file);
  if (other && other.id !== attempt.id) effects.inquiries.push(inquiryIn(other.id, 'attempt', info.at, 0));
}

function hold(
  effects: Effects,
  file: PaymentFile | null,
  attempt: Attempt | null,
  evidence: ChannelEvidence,
  fact: PaidFact,
  kind: SuspenseKind,
  env: DecisionEnv,
): Decision<OutcomeResult> {
  const item: Suspense = {
    id: env.newId('suspense'),
    kind,
    channel: evidence.channel,
    paymentId: file?.payment.id ?? null,
    attemptId: attempt?.id ?? null,
    orderNo: evidence.orderNo,
    amountMinor: fact.amount.minor,
    currency: fact.amount.currency,
    status: 'held',
    evidence: tradeOf(fact),
    createdAt: env.now,
    decidedBy: null,
    decidedAt: null,
    note: `${actorOf(evidence)} ${evidence.source}:${evidence.reference}`.slice(0, 300),
  };
  effects.newSuspense.push(item);
  effects.entries.push(
    entryOf({
      key: `suspense:${item.channel}:${item.orderNo}:${item.evidence}`,
      kind: 'suspense-received',
      at: env.now,
      subjectKind: 'suspense',
      subjectId: item.id,
      currency: item.currency,
      amountMinor: item.amountMinor,
      channel: item.channel,
      memo: item.orderNo,
    }),
  );
  effects.events.push({
    type: 'suspense.created',
    subjectId: item.id,
    payload: {
      suspenseId: item.id,
      kind,
      channel: item.channel,
      orderNo: item.orderNo,
      amountMinor: item.amountMinor.toString(),
      currency: item.currency,
      paymentId: item.paymentId,
    },
  });
  const status = effects.payments.at(-1)?.status ?? file?.payment.status ?? null;
  return {
    effects,
    result: { orderNo: item.orderNo, outcome: 'suspense', paymentId: item.paymentId, status, suspense: { id: item.id, kind } },
  };
}

/** Money for a number we never gave out: it is in the institution's account all the same. */
export function decideUnknownOrder(view: MoneyView, evidence: ChannelEvidence, fact: PaidFact, env: DecisionEnv): Decision<OutcomeResult> {
  const effects = noEffects();
  const known = (view.suspense.get(orderKey(evidence.channel, evidence.orderNo)) ?? []).find((s) => s.evidence === tradeOf(fact));
  if (known) return { effects, result: { orderNo: evidence.orderNo, outcome: 'already', paymentId: null, status: null } };
  return hold(effects, null, null, evidence, fact, 'unknown-order', env);
}
