import { equal } from '@/lib/kernel/money';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { CmbAccount } from './config';
import { fen, refundFactOf, refundSchema, refusalCause, type CmbRefund } from './mapping';
import { callPolypay } from './wire';

const REASON_MAX = 64;

function isThis(account: CmbAccount, found: CmbRefund, refund: RefundOrder): boolean {
  const amount = fen(found.refundAmt);
  const order = found.origOrderId ?? refund.orderNo;
  return found.merId === account.config.merId && found.orderId === refund.refundNo && order === refund.orderNo
    && amount !== null && equal(amount, refund.amount);
}

/** The refund number is the key: the same number never refunds twice [A]. */
export async function refundOrder(account: CmbAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const { merId, userId } = account.config;
  const reply = await callPolypay(account, call, 'refund', {
    merId,
    userId,
    orderId: refund.refundNo,
    origOrderId: refund.orderNo,
    origCmbOrderId: refund.channelTradeNo,
    notifyUrl: account.notifyUrl,
    txnAmt: refund.paidAmount.minor.toString(),
    refundAmt: refund.amount.minor.toString(),
    currencyCode: '156',
    refundReason: Array.from(refund.reason).slice(0, REASON_MAX).join('') || undefined,
  }, TIMEOUT_MS.refund);
  if (reply.kind === 'lost') return reply.outcome;
  if (!reply.ok) {
    const cause = refusalCause(reply);
    return cause === null ? unclear(reply.errCode) : { certainty: 'declined', code: reply.errCode, cause, message: reply.message };
  }
  const found = refundSchema.safeParse(reply.content);
  if (!found.success) return unclear('answer.malformed');
  if (!isThis(account, found.data, refund)) return unclear('answer.mismatch');
  const fact = refundFactOf(found.data);
  if (fact.state === 'succeeded') return { certainty: 'succeeded', channelRefundNo: fact.channelRefundNo, at: fact.at };
  if (fact.state === 'processing') return { certainty: 'accepted', ...(fact.channelRefundNo && { channelRefundNo: fact.channelRefundNo }) };
  if (fact.state === 'failed') return { certainty: 'declined', code: fact.code, cause: fact.cause, message: '' };
  return unclear('code' in fact ? fact.code : 'answer.incomplete');
}

export async function queryRefund(account: CmbAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const { merId, userId, profile } = account.config;
  const reply = await callPolypay(account, call, 'refundquery', { merId, userId, orderId: refund.refundNo }, TIMEOUT_MS.query);
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (!reply.ok) {
    if (profile.refundNotFoundCodes.includes(reply.errCode)) return { state: 'not-found' };
    return { state: 'unknown', code: reply.errCode, cause: refusalCause(reply) ?? 'other' };
  }
  const found = refundSchema.safeParse(reply.content);
  if (!found.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  return isThis(account, found.data, refund) ? refundFactOf(found.data) : { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
}
