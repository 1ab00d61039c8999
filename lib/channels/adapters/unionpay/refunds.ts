import { equal } from '@/lib/kernel/money';
import { compactTime } from '../../china-time';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import { bizTypeOf } from './code';
import type { UnionpayAccount } from './config';
import { isDone, isUnclear, meaningOf, NO_SUCH_TRADE, refundFactOf } from './mapping';
import { ask } from './orders';
import { gateway, PATHS, post } from './wire';

/**
 * A refund is an order of its own, named by its own orderId and txnTime, so the same call can be repeated: the second one is refused as
 * duplicate (12), which is unclear until asked. Accepted is not done [A]. `reqReserved` brings our order number back in the callback.
 */
export async function refundOrder(account: UnionpayAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const reply = await post(
    account,
    call,
    gateway(account, PATHS.back),
    {
      bizType: bizTypeOf(account),
      channelType: '07',
      txnType: '04',
      txnSubType: '00',
      orderId: refund.refundNo,
      txnTime: compactTime(refund.requestedAt),
      txnAmt: refund.amount.minor.toString(),
      currencyCode: '156',
      origQryId: refund.channelTradeNo,
      backUrl: account.notifyUrl,
      reqReserved: refund.orderNo,
    },
    { timeoutMs: TIMEOUT_MS.refund },
  );
  if (reply.kind === 'lost') return reply.outcome;
  if (isUnclear(reply.respCode)) return unclear(`resp.${reply.respCode}`);
  const meaning = meaningOf(reply.respCode);
  if (meaning.kind === 'refused') return { certainty: 'declined', code: reply.respCode, cause: meaning.cause, message: reply.message };
  if (meaning.kind === 'unclear') return unclear(`resp.${reply.respCode}`, meaning.cause);
  if (reply.fields['orderId'] !== refund.refundNo) return unclear('answer.mismatch');
  const channelRefundNo = reply.fields['queryId'];
  return { certainty: 'accepted', ...(channelRefundNo && { channelRefundNo }) };
}

export async function queryRefund(account: UnionpayAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const txnTime = compactTime(refund.requestedAt);
  const reply = await ask(account, refund.refundNo, txnTime, call, TIMEOUT_MS.query);
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (reply.respCode === NO_SUCH_TRADE) return { state: 'not-found' };
  if (!isDone(reply.respCode)) return { state: 'unknown', code: `resp.${reply.respCode}`, cause: 'other' };
  const { fields } = reply;
  if (fields['orderId'] !== refund.refundNo || fields['txnTime'] !== txnTime)
    return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  if (fields['origRespCode'] === NO_SUCH_TRADE) return { state: 'not-found' };
  const fact = refundFactOf(fields, fields['origRespCode'] ?? '');
  return fact.state === 'succeeded' && !equal(fact.amount, refund.amount)
    ? { state: 'unknown', code: 'answer.mismatch', cause: 'other' }
    : fact;
}
