/** UnionPay's own code to scan (txnSubType 07): the bank is called and answers `qrCode` [B]. Query, refund and callback are the gateway's. */
import { compactTime } from '../../china-time';
import type { CallContext, CreateOrder, CreateOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { UnionpayAccount } from './config';
import { isDone, meaningOf } from './mapping';
import { gateway, PATHS, post } from './wire';

/** The product whose orders these are; every message about one names it. */
export const bizTypeOf = (account: UnionpayAccount): string => (account.config.product === 'code' ? '000000' : '000201');

/** Retry rule: the same number and time. 12 (the number exists) says nothing more, so the order is asked about first. */
export async function createCode(account: UnionpayAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  const fields = {
    bizType: bizTypeOf(account),
    channelType: '08',
    txnType: '01',
    txnSubType: '07',
    orderId: order.orderNo,
    txnTime: compactTime(order.createdAt),
    txnAmt: order.amount.minor.toString(),
    currencyCode: '156',
    backUrl: account.notifyUrl,
    payTimeout: compactTime(order.expiresAt),
  };
  const reply = await post(account, call, gateway(account, PATHS.back), fields, { timeoutMs: TIMEOUT_MS.create });
  if (reply.kind === 'lost') return reply.outcome.certainty === 'not-sent' ? reply.outcome : { ...reply.outcome, retry: 'same-number' };
  if (!isDone(reply.respCode)) {
    const meaning = meaningOf(reply.respCode);
    if (meaning.kind === 'refused') return { certainty: 'declined', code: reply.respCode, cause: meaning.cause, message: reply.message };
    const cause = meaning.kind === 'done' ? 'other' : meaning.cause;
    return { ...unclear(`resp.${reply.respCode}`, cause), retry: reply.respCode === '12' ? 'query-first' : 'same-number' };
  }
  const text = reply.fields['qrCode'] ?? '';
  if (reply.fields['orderId'] !== order.orderNo || reply.fields['txnTime'] !== fields.txnTime) return { ...unclear('answer.mismatch'), retry: 'query-first' };
  if (text === '' || text.length > 512) return { ...unclear('answer.incomplete'), retry: 'same-number' };
  return { certainty: 'accepted', present: { kind: 'qr', text } };
}
