import { equal, toDecimal } from '@/lib/kernel/money';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { BocomAccount } from './config';
import { isNotFound, refundFactOf, refundSchema, refusalCause, yuan, type BocomRefund } from './mapping';
import { clockOf, dayOf } from './orders';
import { callMpng, TRANSACTIONS } from './wire';

function isThis(account: BocomAccount, found: BocomRefund, refund: RefundOrder): boolean {
  const amount = yuan(found.amount);
  return found.mer_ptc_id === account.config.merPtcId && found.refund_mer_tran_no === refund.refundNo
    && (found.pay_mer_tran_no ?? refund.orderNo) === refund.orderNo && amount !== null && equal(amount, refund.amount);
}

/** The refund's number with its day is the key; what became of it the refund query tells. */
export async function refundOrder(account: BocomAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const { merPtcId, appId, profile } = account.config;
  const reply = await callMpng(account, call, TRANSACTIONS.refund, {
    mer_ptc_id: merPtcId,
    mer_trade_date: dayOf(refund.orderCreatedAt),
    pay_mer_tran_no: refund.orderNo,
    mer_refund_date: dayOf(refund.requestedAt),
    mer_refund_time: clockOf(refund.requestedAt),
    refund_mer_tran_no: refund.refundNo,
    amount: toDecimal(refund.amount),
    currency: 'CNY',
    notify_url: `${appId}@${account.notifyUrl}`,
  }, TIMEOUT_MS.refund);
  if (reply.kind === 'lost') return reply.outcome;
  if (!reply.ok) {
    const cause = isNotFound(profile, reply) ? 'not-refundable' : refusalCause(profile, reply);
    return cause === null ? unclear(reply.code) : { certainty: 'declined', code: reply.code, cause, message: reply.message };
  }
  const found = refundSchema.safeParse(reply.body);
  if (!found.success) return unclear('answer.malformed');
  if (!isThis(account, found.data, refund)) return unclear('answer.mismatch');
  const fact = refundFactOf(found.data);
  if (fact.state === 'succeeded') return { certainty: 'succeeded', channelRefundNo: fact.channelRefundNo, at: fact.at };
  if (fact.state === 'failed') return { certainty: 'declined', code: fact.code, cause: fact.cause, message: '' };
  if (fact.state !== 'processing') return unclear('code' in fact ? fact.code : 'answer.incomplete');
  return { certainty: 'accepted', ...(fact.channelRefundNo && { channelRefundNo: fact.channelRefundNo }) };
}

export async function queryRefund(account: BocomAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const { merPtcId, profile } = account.config;
  const asked = { mer_ptc_id: merPtcId, refund_mer_tran_no: refund.refundNo, mer_refund_date: dayOf(refund.requestedAt) };
  const reply = await callMpng(account, call, TRANSACTIONS.refundQuery, asked, TIMEOUT_MS.query);
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (!reply.ok) {
    if (isNotFound(profile, reply)) return { state: 'not-found' };
    return { state: 'unknown', code: reply.code, cause: refusalCause(profile, reply) ?? 'other' };
  }
  const found = refundSchema.safeParse(reply.body);
  if (!found.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  return isThis(account, found.data, refund) ? refundFactOf(found.data) : { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
}
