import { assert } from '@/lib/kernel/assert';
import { compactTime } from '../../china-time';
import type { CallContext, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { TIMEOUT_MS } from '../transport';
import { bizTypeOf, createCode } from './code';
import type { UnionpayAccount } from './config';
import { isDone, meaningOf, NO_SUCH_TRADE, orderFactOf } from './mapping';
import { gateway, PATHS, post, signedFields, type UnionpayReply } from './wire';

const DESCRIPTION_MAX = 32;
/** B2C gateway payment. */
const PRODUCT = { bizType: '000201', channelType: '07' } as const;

/** The payer's own browser carries the signed form; the gateway knows the order once it arrives. */
export async function createOrder(account: UnionpayAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'UnionPay takes positive yuan amounts here');
  if (account.config.product === 'code') return createCode(account, order, call);
  const fields = signedFields(account, {
    ...PRODUCT,
    txnType: '01',
    txnSubType: '01',
    orderId: order.orderNo,
    txnTime: compactTime(order.createdAt),
    txnAmt: order.amount.minor.toString(),
    currencyCode: '156',
    frontUrl: order.returnUrl,
    backUrl: account.notifyUrl,
    payTimeout: compactTime(order.expiresAt),
    orderDesc: Array.from(order.subject.replaceAll(/[&=]/g, ' ')).slice(0, DESCRIPTION_MAX).join(''),
  });
  return { certainty: 'accepted', present: { kind: 'form', action: gateway(account, PATHS.front), charset: 'utf-8', fields } };
}

/** One question about (orderId, txnTime), for payments and refunds alike. */
export function ask(
  account: UnionpayAccount,
  orderId: string,
  txnTime: string,
  call: CallContext,
  timeoutMs: number,
): Promise<UnionpayReply> {
  const fields = { bizType: bizTypeOf(account), txnType: '00', txnSubType: '00', orderId, txnTime };
  return post(account, call, gateway(account, PATHS.query), fields, { timeoutMs });
}

export async function queryOrder(
  account: UnionpayAccount,
  order: Pick<OrderRef, 'orderNo' | 'createdAt'>,
  call: CallContext,
  timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const txnTime = compactTime(order.createdAt);
  const reply = await ask(account, order.orderNo, txnTime, call, timeoutMs);
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (reply.respCode === NO_SUCH_TRADE) return { state: 'not-found' };
  if (!isDone(reply.respCode)) {
    const meaning = meaningOf(reply.respCode);
    return { state: 'unknown', code: `resp.${reply.respCode}`, cause: meaning.kind === 'done' ? 'other' : meaning.cause };
  }
  const { fields } = reply;
  if (fields['orderId'] !== order.orderNo || fields['txnTime'] !== txnTime)
    return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  if ((fields['currencyCode'] ?? '156') !== '156') return { state: 'unknown', code: 'answer.wrong-currency', cause: 'other' };
  if (fields['origRespCode'] === NO_SUCH_TRADE) return { state: 'not-found' };
  return orderFactOf(fields, fields['origRespCode'] ?? '');
}
