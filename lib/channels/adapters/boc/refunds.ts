import { equal, toDecimal } from '@/lib/kernel/money';
import { readCompactTime } from '../../china-time';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import { child } from '../xml';
import type { BocAccount } from './config';
import { refusalOf, yuan } from './mapping';
import { joined, ORDERS, sign, verify } from './signature';
import { leavesOf, post, type BocAnswer } from './wire';

/** Retry rule: the same `mRefundSeq` is the same refund [B]. */
export async function refundOrder(account: BocAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const { merchantNo, profile } = account.config;
  const fields = { merchantNo, mRefundSeq: refund.refundNo, curCode: '001', refundAmount: toDecimal(refund.amount), orderNo: refund.orderNo };
  const signData = sign(joined(ORDERS.refund, fields), account);
  const reply = await post(account, call, { path: profile.paths.refund, fields: { ...fields, signData }, timeoutMs: TIMEOUT_MS.refund });
  if (reply.kind === 'lost') return reply.outcome;
  if (reply.handled !== 'A') {
    const { kind, code, cause } = refusalOf(reply, account);
    return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : unclear(code, cause);
  }
  const fact = factOf(account, refund, reply, call);
  if (fact.state === 'succeeded') return { certainty: 'succeeded', channelRefundNo: fact.channelRefundNo, at: fact.at };
  if (fact.state === 'processing') return { certainty: 'accepted', ...(fact.channelRefundNo && { channelRefundNo: fact.channelRefundNo }) };
  if (fact.state === 'failed') return { certainty: 'declined', code: fact.code, cause: fact.cause, message: reply.message };
  return unclear('code' in fact ? fact.code : fact.state);
}

export async function queryRefund(account: BocAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const { merchantNo, profile } = account.config;
  const fields = { merchantNo, mRefundSeq: refund.refundNo };
  const signData = sign(joined(ORDERS.refundQuery, fields), account);
  const reply = await post(account, call, { path: profile.paths.refundQuery, fields: { ...fields, signData }, timeoutMs: TIMEOUT_MS.query });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (reply.handled === 'A') return factOf(account, refund, reply, call);
  if (profile.notFoundCodes.includes(reply.code)) return { state: 'not-found' };
  const { code, cause } = refusalOf(reply, account);
  return { state: 'unknown', code, cause };
}

/** An answer about another refund, order, merchant or amount is no answer. */
function factOf(account: BocAccount, refund: RefundOrder, reply: BocAnswer, call: CallContext): RefundFact {
  const row = leavesOf(child(reply.body, 'refund'));
  const verdict = verify(joined(ORDERS.refundReply, row), row['signData'] ?? '', account.config, call.clock.now());
  if (verdict !== 'authentic') return { state: 'unknown', code: `answer.${verdict}`, cause: 'other' };
  const { merchantNo, profile } = account.config;
  const amount = yuan(row['refundAmount']);
  const ours = row['merchantNo'] === merchantNo && row['mRefundSeq'] === refund.refundNo && row['orderNo'] === refund.orderNo;
  if (!ours || !amount || !equal(amount, refund.amount)) return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  const [status, channelRefundNo] = [row['dealStatus'] ?? '', row['bankTranSeq'] ?? ''];
  if (profile.refundFailedStatuses.includes(status)) return { state: 'failed', code: `dealStatus.${status}`, cause: 'other' };
  if (profile.refundPendingStatuses.includes(status)) return { state: 'processing', ...(channelRefundNo && { channelRefundNo }) };
  const at = readCompactTime(row['tranTime']);
  if (status !== '0' || at === null || channelRefundNo === '') return { state: 'unknown', code: `dealStatus.${status.slice(0, 8)}`, cause: 'bank-busy' };
  return { state: 'succeeded', amount, channelRefundNo, at };
}
