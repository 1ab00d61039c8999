import { z } from 'zod';
import { equal, toDecimal } from '@/lib/kernel/money';
import { dashedTime } from '../../china-time';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { AbcAccount } from './config';
import { CNY_CODE, hostTime, isNotFound, orderOf, refundFactOf, refusalCause, SUCCESS, yuan } from './mapping';
import { callServlet } from './wire';

const text = z.string().max(128);
const refunded = z.looseObject({ OrderNo: text, NewOrderNo: text, TrxAmount: text, iRspRef: text.optional(), HostDate: text.optional(), HostTime: text.optional() });

/**
 * Whether a second call with the same NewOrderNo refunds a second time is not public, so the bank is always asked for that number first.
 * Calls for one order must not run side by side: the caller holds the order.
 */
export async function refundOrder(account: AbcAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const before = await queryRefund(account, refund, call);
  switch (before.state) {
    case 'not-found':
      return callRefund(account, refund, call);
    case 'succeeded':
      return { certainty: 'succeeded', channelRefundNo: before.channelRefundNo, at: before.at };
    case 'processing':
      return { certainty: 'accepted' };
    case 'failed':
      return { certainty: 'declined', code: before.code, cause: before.cause, message: '' };
    default:
      return unclear(before.code, before.cause);
  }
}

async function callRefund(account: AbcAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const { profile } = account.config;
  const [date, time] = dashedTime(refund.requestedAt).split(' ') as [string, string];
  const reply = await callServlet(account, call, {
    TrxType: 'Refund', OrderDate: date.replaceAll('-', '/'), OrderTime: time, OrderNo: refund.orderNo, NewOrderNo: refund.refundNo,
    CurrencyCode: CNY_CODE, TrxAmount: toDecimal(refund.amount), MerchantRemarks: '',
  }, TIMEOUT_MS.refund);
  // Asked for and not found before, but this call's own request may have arrived: never "not sent" after that question.
  if (reply.kind === 'lost') return reply.outcome.certainty === 'not-sent' ? unclear(reply.outcome.code, reply.outcome.cause) : reply.outcome;
  if (reply.code !== SUCCESS) {
    const cause = isNotFound(profile, reply) ? 'not-refundable' : refusalCause(profile, reply);
    return cause === null ? unclear(reply.code) : { certainty: 'declined', code: reply.code, cause, message: reply.message };
  }
  const answer = refunded.safeParse(reply.response);
  if (!answer.success) return unclear('answer.malformed');
  const { OrderNo, NewOrderNo, TrxAmount, iRspRef, HostDate, HostTime } = answer.data;
  const amount = yuan(TrxAmount);
  if (OrderNo !== refund.orderNo || NewOrderNo !== refund.refundNo || !amount || !equal(amount, refund.amount)) return unclear('answer.mismatch');
  const at = hostTime(HostDate, HostTime);
  return at !== null && iRspRef ? { certainty: 'succeeded', channelRefundNo: iRspRef, at } : { certainty: 'accepted' };
}

export async function queryRefund(account: AbcAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const { profile } = account.config;
  const request = { TrxType: 'Query', PayTypeID: 'Refund', OrderNo: refund.refundNo, QueryDetail: '1' };
  const reply = await callServlet(account, call, request, TIMEOUT_MS.query);
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (isNotFound(profile, reply)) return { state: 'not-found' };
  if (reply.code !== SUCCESS) return { state: 'unknown', code: reply.code, cause: refusalCause(profile, reply) ?? 'other' };
  const found = orderOf(reply.response);
  const amount = found && yuan(found.OrderAmount);
  if (!found || !amount) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  if (found.OrderNo !== refund.refundNo || !equal(amount, refund.amount)) return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  return refundFactOf(found);
}
