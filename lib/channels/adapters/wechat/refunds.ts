import { toJson } from '../json-text';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { WechatAccount } from './config';
import { NOT_FOUND_CODES, REFUND_CODES, refundFactOf, refundSchema, type WechatRefund } from './mapping';
import { segment, send, type WechatAnswer } from './wire';

const REASON_MAX = 80;

const isThis = (found: WechatRefund, refund: RefundOrder): boolean =>
  found.out_refund_no === refund.refundNo && found.out_trade_no === refund.orderNo && BigInt(found.amount.refund) === refund.amount.minor
  && found.amount.currency === refund.amount.currency;

/** The refund number is the key: repeating the call with the same number and amount never refunds twice [A]. */
export async function refundOrder(account: WechatAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const body = toJson({
    transaction_id: refund.channelTradeNo, out_refund_no: refund.refundNo, notify_url: account.notifyUrl,
    reason: Array.from(refund.reason).slice(0, REASON_MAX).join('') || undefined,
    amount: { refund: refund.amount.minor, total: refund.paidAmount.minor, currency: refund.amount.currency },
  });
  const reply = await send(account, call, { method: 'POST', target: '/v3/refund/domestic/refunds', body, timeoutMs: TIMEOUT_MS.refund });
  if (reply.kind === 'lost') return reply.outcome;
  if (reply.status !== 200) return refundRefusal(reply);
  const found = refundSchema.safeParse(reply.json);
  if (!found.success) return unclear('answer.malformed');
  if (!isThis(found.data, refund)) return unclear('answer.mismatch');
  const fact = refundFactOf(found.data);
  switch (fact.state) {
    case 'succeeded':
      return { certainty: 'succeeded', channelRefundNo: fact.channelRefundNo, at: fact.at };
    case 'closed':
      return { certainty: 'declined', code: fact.code, cause: fact.cause, message: '' };
    case 'unknown':
      return unclear(fact.code, fact.cause);
    default:
      return { certainty: 'accepted', channelRefundNo: found.data.refund_id };
  }
}

function refundRefusal(reply: WechatAnswer): RefundOutcome {
  const meaning = REFUND_CODES[reply.code];
  if (meaning?.kind === 'refused') return { certainty: 'declined', code: reply.code, cause: meaning.cause, message: reply.message };
  if (reply.status === 401) return { certainty: 'declined', code: reply.code, cause: 'merchant-configuration', message: reply.message };
  return unclear(reply.code, meaning?.cause ?? 'other');
}

export async function queryRefund(account: WechatAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const target = `/v3/refund/domestic/refunds/${segment(refund.refundNo)}`;
  const reply = await send(account, call, { method: 'GET', target, timeoutMs: TIMEOUT_MS.query });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (reply.status === 404 && reply.signed && NOT_FOUND_CODES.has(reply.code)) return { state: 'not-found' };
  if (reply.status !== 200) return { state: 'unknown', code: reply.code, cause: REFUND_CODES[reply.code]?.cause ?? 'other' };
  const found = refundSchema.safeParse(reply.json);
  if (!found.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  return isThis(found.data, refund) ? refundFactOf(found.data) : { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
}
