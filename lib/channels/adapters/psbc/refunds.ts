import { equal, toDecimal } from '@/lib/kernel/money';
import { compactTime } from '../../china-time';
import type { CallContext, NotSent, RefundFact, RefundOrder, RefundOutcome, Unclear } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { PsbcAccount } from './config';
import { orderFactOf, partsOfTradeNo, refundFactOf, refusalOf } from './mapping';
import { post, type PsbcAnswer } from './wire';

/** Retry rule: the same `TermSsn` is the same refund. The original is named by the bank's serial and its settlement date [C]. */
export async function refundOrder(account: PsbcAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const { profile } = account.config;
  const original = await originalOf(account, refund, call);
  if ('certainty' in original) return original;
  const fields = {
    TermSsn: refund.refundNo, MercDtTm: compactTime(refund.requestedAt), TranAmt: toDecimal(refund.amount), OTermSsn: refund.orderNo, ...original,
  };
  const reply = await post(account, call, { transName: profile.transNames.refund, fields, timeoutMs: TIMEOUT_MS.refund });
  if (reply.kind === 'lost') return reply.outcome;
  if (!reply.ok) {
    const { kind, code, cause } = refusalOf(reply, account);
    return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : unclear(code, cause);
  }
  const fact = factOf(account, refund, reply);
  if (fact.state === 'succeeded') return { certainty: 'succeeded', channelRefundNo: fact.channelRefundNo, at: fact.at };
  if (fact.state === 'processing') return { certainty: 'accepted', ...(fact.channelRefundNo && { channelRefundNo: fact.channelRefundNo }) };
  if (fact.state === 'failed') return { certainty: 'declined', code: fact.code, cause: fact.cause, message: reply.message };
  return unclear('code' in fact ? fact.code : fact.state);
}

/** A trade kept without its settlement date (told by somebody else than the bank) is asked for first. */
async function originalOf(account: PsbcAccount, refund: RefundOrder, call: CallContext): Promise<Original | NotSent | Unclear> {
  const known = partsOfTradeNo(refund.channelTradeNo);
  if (known) return known;
  const { transNames } = account.config.profile;
  const reply = await post(account, call, { transName: transNames.query, fields: { TermSsn: refund.orderNo }, timeoutMs: TIMEOUT_MS.query });
  if (reply.kind === 'lost') return reply.outcome;
  const fact = reply.fields['TermSsn'] === refund.orderNo ? orderFactOf(reply.fields, account) : null;
  return (fact?.state === 'paid' ? partsOfTradeNo(fact.channelTradeNo) : null) ?? unclear('original.not-named');
}
type Original = NonNullable<ReturnType<typeof partsOfTradeNo>>;

export async function queryRefund(account: PsbcAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const { profile } = account.config;
  const reply = await post(account, call, { transName: profile.transNames.refundQuery, fields: { TermSsn: refund.refundNo }, timeoutMs: TIMEOUT_MS.query });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.notFoundCodes.includes(reply.code)) return { state: 'not-found' };
  if (!reply.ok) return { state: 'unknown', code: reply.code, cause: refusalOf(reply, account).cause };
  return factOf(account, refund, reply);
}

/** An answer about another refund, order or amount is no answer. */
function factOf(account: PsbcAccount, refund: RefundOrder, { fields }: PsbcAnswer): RefundFact {
  const fact = refundFactOf(fields, account);
  const ours = fields['TermSsn'] === refund.refundNo && fields['OTermSsn'] === refund.orderNo;
  if (!ours || (fact.state === 'succeeded' && !equal(fact.amount, refund.amount))) return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  return fact;
}
