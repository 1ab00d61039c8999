import { z } from 'zod';
import { equal, toDecimal } from '@/lib/kernel/money';
import { readDashedTime } from '../../china-time';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { AlipayAccount } from './config';
import { isNotFound, refusalOf, SUCCESS, yuan } from './mapping';
import { callGateway } from './wire';

const REASON_MAX = 128;
const text = z.string().max(128);
const refunded = z.object({ out_trade_no: text, trade_no: text, fund_change: text.optional(), gmt_refund_pay: text.optional() });
const found = z.object({
  out_trade_no: text.optional(),
  trade_no: text.optional(),
  out_request_no: text.optional(),
  refund_amount: text.optional(),
  refund_status: text.optional(),
  gmt_refund_pay: text.optional(),
  deposit_back_info: z.object({ dback_status: text.optional() }).optional(),
});

/** Alipay numbers no refund of its own: trade and request number together name it. */
const refundNoOf = (tradeNo: string, refundNo: string): string => `${tradeNo}/${refundNo}`;

/** Same number and amount may be repeated. `fund_change=Y`: money moved on this call; otherwise the refund query decides [A/B]. */
export async function refundOrder(account: AlipayAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const reply = await callGateway(
    account,
    call,
    'alipay.trade.refund',
    {
      out_trade_no: refund.orderNo,
      trade_no: refund.channelTradeNo,
      refund_amount: toDecimal(refund.amount),
      out_request_no: refund.refundNo,
      refund_reason: Array.from(refund.reason).slice(0, REASON_MAX).join('') || undefined,
    },
    TIMEOUT_MS.refund,
    { notify_url: account.notifyUrl },
  );
  if (reply.kind === 'lost') return reply.outcome;
  if (reply.code !== SUCCESS) {
    const { kind, code, cause } = refusalOf(reply);
    return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : unclear(code, cause);
  }
  const answer = refunded.safeParse(reply.node);
  if (!answer.success) return unclear('answer.malformed');
  if (answer.data.out_trade_no !== refund.orderNo || answer.data.trade_no !== refund.channelTradeNo) return unclear('answer.mismatch');
  const channelRefundNo = refundNoOf(answer.data.trade_no, refund.refundNo);
  if (answer.data.fund_change !== 'Y') return { certainty: 'accepted', channelRefundNo };
  return { certainty: 'succeeded', channelRefundNo, at: readDashedTime(answer.data.gmt_refund_pay) ?? call.clock.now() };
}

/** Code 10000 says the question was answered; the refund exists only where the answer carries its data [A]. */
export async function queryRefund(account: AlipayAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const reply = await callGateway(
    account,
    call,
    'alipay.trade.fastpay.refund.query',
    {
      out_trade_no: refund.orderNo,
      out_request_no: refund.refundNo,
      query_options: ['gmt_refund_pay', 'deposit_back_info'],
    },
    TIMEOUT_MS.query,
  );
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (isNotFound(reply)) return { state: 'not-found' };
  if (reply.code !== SUCCESS) {
    const { code, cause } = refusalOf(reply);
    return { state: 'unknown', code, cause };
  }
  const answer = found.safeParse(reply.node);
  if (!answer.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  const { refund_amount, refund_status, trade_no, out_request_no, out_trade_no, gmt_refund_pay, deposit_back_info } = answer.data;
  if (refund_amount === undefined && refund_status === undefined) return { state: 'not-found' };
  if (out_request_no !== refund.refundNo || out_trade_no !== refund.orderNo)
    return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  if (refund_status !== undefined && refund_status !== 'REFUND_SUCCESS') {
    return { state: 'processing', channelRefundNo: refundNoOf(trade_no ?? refund.channelTradeNo, refund.refundNo) };
  }
  const amount = yuan(refund_amount);
  if (!amount || !equal(amount, refund.amount)) return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  if (deposit_back_info?.dback_status === 'F') return { state: 'abnormal', code: 'dback.F', cause: 'card-details' };
  const channelRefundNo = refundNoOf(trade_no ?? refund.channelTradeNo, refund.refundNo);
  return { state: 'succeeded', amount, channelRefundNo, at: readDashedTime(gmt_refund_pay) ?? call.clock.now() };
}
