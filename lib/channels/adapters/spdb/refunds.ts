import { equal, toDecimal } from '@/lib/kernel/money';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { SpdbAccount } from './config';
import { refundFactOf, refusalOf } from './mapping';
import { post, type SpdbFields } from './wire';

/** Retry rule: the same number is the same refund (sandbox convention). Accepted is not done. */
export async function refundOrder(account: SpdbAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const fields = { mrchOrdrNo: refund.orderNo, mrchRfdNo: refund.refundNo, rfdAmt: toDecimal(refund.amount), mrchlInfmAdr: account.notifyUrl };
  const reply = await post(account, call, { path: account.config.profile.paths.refund, fields, timeoutMs: TIMEOUT_MS.refund });
  if (reply.kind === 'lost') return reply.outcome;
  if (!reply.ok) {
    const { kind, code, cause } = refusalOf(reply, account);
    return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : unclear(code, cause);
  }
  const fact = factOf(account, refund, reply.fields);
  if (fact.state === 'succeeded') return { certainty: 'succeeded', channelRefundNo: fact.channelRefundNo, at: fact.at };
  if (fact.state === 'processing') return { certainty: 'accepted', ...(fact.channelRefundNo && { channelRefundNo: fact.channelRefundNo }) };
  if (fact.state === 'failed') return { certainty: 'declined', code: fact.code, cause: fact.cause, message: reply.message };
  return unclear('code' in fact ? fact.code : fact.state);
}

export async function queryRefund(account: SpdbAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const { profile } = account.config;
  const fields = { mrchOrdrNo: refund.orderNo, mrchRfdNo: refund.refundNo };
  const reply = await post(account, call, { path: profile.paths.refundQuery, fields, timeoutMs: TIMEOUT_MS.query });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.notFoundCodes.includes(reply.code)) return { state: 'not-found' };
  if (!reply.ok) return { state: 'unknown', code: reply.code, cause: refusalOf(reply, account).cause };
  return factOf(account, refund, reply.fields);
}

/** An answer about another refund, order, merchant or amount is no answer. */
function factOf(account: SpdbAccount, refund: RefundOrder, fields: SpdbFields): RefundFact {
  const fact = refundFactOf(fields, account);
  const ours = fields['mrchNo'] === account.config.mrchNo && fields['mrchOrdrNo'] === refund.orderNo && fields['mrchRfdNo'] === refund.refundNo;
  if (!ours || (fact.state === 'succeeded' && !equal(fact.amount, refund.amount))) return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  return fact;
}
