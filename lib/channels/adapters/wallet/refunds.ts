import { equal } from '@/lib/kernel/money';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { WalletAccount } from './config';
import { refundFactOf, refundNode, refusalOf } from './mapping';
import { ask } from './wire';

/** Retry rule: the same number is the same refund; another amount under it is refused. */
export async function refundOrder(account: WalletAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const body = {
    refundNo: refund.refundNo, orderNo: refund.orderNo, amountFen: refund.amount.minor.toString(), currency: 'CNY', reason: refund.reason.slice(0, 80),
    notifyUrl: account.notifyUrl,
  };
  const reply = await ask(account, call, { method: 'POST', path: '/v1/refunds', body, timeoutMs: TIMEOUT_MS.refund });
  if (reply.kind === 'lost') return reply.outcome;
  if (reply.status !== 200) {
    const { kind, code, cause } = refusalOf(reply);
    return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : unclear(code, cause);
  }
  const fact = factOf(account, refund, reply.node);
  if (fact.state === 'succeeded') return { certainty: 'succeeded', channelRefundNo: fact.channelRefundNo, at: fact.at };
  if (fact.state === 'processing') return { certainty: 'accepted', ...(fact.channelRefundNo && { channelRefundNo: fact.channelRefundNo }) };
  if (fact.state === 'failed') return { certainty: 'declined', code: fact.code, cause: fact.cause, message: '' };
  return unclear('code' in fact ? fact.code : fact.state);
}

export async function queryRefund(account: WalletAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const path = `/v1/refunds/${encodeURIComponent(refund.refundNo)}`;
  const reply = await ask(account, call, { method: 'GET', path, timeoutMs: TIMEOUT_MS.query });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (reply.status === 404 && reply.code === 'REFUND_NOT_FOUND') return { state: 'not-found' };
  if (reply.status !== 200) return { state: 'unknown', code: refusalOf(reply).code, cause: refusalOf(reply).cause };
  return factOf(account, refund, reply.node);
}

/** An answer about another refund, order, merchant or amount is no answer. */
function factOf(account: WalletAccount, refund: RefundOrder, answer: unknown): RefundFact {
  const node = refundNode.safeParse(answer);
  if (!node.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  const { merchantNo, refundNo, orderNo } = node.data;
  const fact = refundFactOf(node.data);
  const ours = merchantNo === account.config.merchantNo && refundNo === refund.refundNo && orderNo === refund.orderNo;
  if (!ours || (fact.state === 'succeeded' && !equal(fact.amount, refund.amount))) return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  return fact;
}
