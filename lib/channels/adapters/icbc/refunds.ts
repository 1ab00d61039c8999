import { equal } from '@/lib/kernel/money';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { IcbcAccount } from './config';
import { CNY_CODE, fen, isNotFound, refundFactOf, refundSchema, refusalCause, SUCCESS, type IcbcRefund } from './mapping';
import { callGateway, PATHS } from './wire';

const named = (account: IcbcAccount, refund: RefundOrder) => ({
  mer_id: account.config.merId,
  icbc_appid: account.config.appId,
  out_trade_no: refund.orderNo,
  order_id: refund.channelTradeNo,
  outtrx_serial_no: refund.refundNo,
});

function isThis(found: IcbcRefund, refund: RefundOrder): boolean {
  const amount = fen(found.ret_total_amt);
  return found.outtrx_serial_no === refund.refundNo && (found.out_trade_no ?? refund.orderNo) === refund.orderNo
    && amount !== null && equal(amount, refund.amount);
}

/** The refund's serial number is the key. That the call was taken is not yet that the money moved: the refund query decides. */
export async function refundOrder(account: IcbcAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const content = { ...named(account, refund), ret_total_amt: refund.amount.minor.toString(), trnsc_ccy: CNY_CODE };
  const reply = await callGateway(account, call, PATHS.refund, content, TIMEOUT_MS.refund);
  if (reply.kind === 'lost') return reply.outcome;
  if (reply.code !== SUCCESS) {
    const { profile } = account.config;
    const cause = isNotFound(profile, reply) ? 'not-refundable' : refusalCause(profile, reply);
    return cause === null ? unclear(reply.code) : { certainty: 'declined', code: reply.code, cause, message: reply.message };
  }
  const found = refundSchema.safeParse(reply.content);
  if (!found.success) return unclear('answer.malformed');
  if (!isThis(found.data, refund)) return unclear('answer.mismatch');
  return { certainty: 'accepted', ...(found.data.intrx_serial_no && { channelRefundNo: found.data.intrx_serial_no }) };
}

export async function queryRefund(account: IcbcAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const { profile } = account.config;
  const reply = await callGateway(account, call, PATHS.refundQuery, named(account, refund), TIMEOUT_MS.query);
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (isNotFound(profile, reply)) return { state: 'not-found' };
  if (reply.code !== SUCCESS) return { state: 'unknown', code: reply.code, cause: refusalCause(profile, reply) ?? 'other' };
  const found = refundSchema.safeParse(reply.content);
  if (!found.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  return isThis(found.data, refund) ? refundFactOf(found.data) : { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
}
