import { equal } from '@/lib/kernel/money';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { QraAccount } from './config';
import { fen, isNotFound, refundFactOf, refusalOf } from './mapping';
import { callGateway } from './wire';

/** Retry rule: the same number is the same refund. Accepted is not done; nobody calls back, so the refund query decides. */
export async function refundOrder(account: QraAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const fields = {
    out_trade_no: refund.orderNo, out_refund_no: refund.refundNo, total_fee: refund.paidAmount.minor.toString(),
    refund_fee: refund.amount.minor.toString(), op_user_id: account.config.mchId,
  };
  const reply = await callGateway(account, call, { service: 'unified.trade.refund', fields, timeoutMs: TIMEOUT_MS.refund });
  if (reply.kind === 'lost') return reply.outcome;
  if (!reply.ok) {
    const { kind, code, cause } = refusalOf(reply, account);
    return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : unclear(code, cause);
  }
  if (reply.needQuery) return unclear('need-query', 'bank-busy');
  const { out_refund_no: number, refund_fee: amount, refund_id: channelRefundNo } = reply.fields;
  if (number !== refund.refundNo || amount !== refund.amount.minor.toString()) return unclear('answer.mismatch');
  return { certainty: 'accepted', ...(channelRefundNo && { channelRefundNo }) };
}

export async function queryRefund(account: QraAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const fields = { out_trade_no: refund.orderNo, out_refund_no: refund.refundNo };
  const reply = await callGateway(account, call, { service: 'unified.trade.refundquery', fields, timeoutMs: TIMEOUT_MS.query });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (!reply.ok) {
    if (isNotFound(reply, account)) return { state: 'not-found' };
    const { code, cause } = refusalOf(reply, account);
    return { state: 'unknown', code, cause };
  }
  return rowOf(reply.fields, refund);
}

/** Rows are numbered fields: `out_refund_no_0`, `refund_fee_0`, `refund_status_0`. */
function rowOf(answer: Readonly<Record<string, string>>, refund: RefundOrder): RefundFact {
  const count = /^\d{1,3}$/.test(answer['refund_count'] ?? '') ? Number(answer['refund_count']) : 0;
  const index = Array.from({ length: count }, (_, at) => at).find((at) => answer[`out_refund_no_${at}`] === refund.refundNo);
  if (index === undefined) return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  const of = (name: string): string => answer[`${name}_${index}`] ?? '';
  const amount = fen(of('refund_fee'));
  if (!amount || !equal(amount, refund.amount)) return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  return refundFactOf(of('refund_status'), amount, of('refund_id'), of('refund_time'));
}
