import { assert } from '@/lib/kernel/assert';
import { toDecimal } from '@/lib/kernel/money';
import { compactTime } from '../../china-time';
import type { CallContext, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { addressOf, TIMEOUT_MS } from '../transport';
import { allNamed } from '../xml';
import type { BocAccount } from './config';
import { orderFactOf, refusalOf } from './mapping';
import { joined, ORDERS, sign, verify } from './signature';
import { leavesOf, post } from './wire';

const NOTE_MAX = 30;

/** Retry rule: none is needed. The payer's browser carries the signed form; the same form is the same order. */
export async function createOrder(account: BocAccount, order: CreateOrder, _call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'BOC takes positive yuan amounts');
  const { merchantNo, profile } = account.config;
  const fields = {
    merchantNo,
    payType: '1',
    orderNo: order.orderNo,
    curCode: '001',
    orderAmount: toDecimal(order.amount),
    orderTime: compactTime(order.createdAt),
    orderNote: Array.from(order.subject.replaceAll(/[&=|]/g, ' ')).slice(0, NOTE_MAX).join(''),
    orderUrl: account.notifyUrl,
    orderTimeoutDate: compactTime(order.expiresAt),
    ...(profile.returnUrlField !== '' && { [profile.returnUrlField]: order.returnUrl }),
  };
  const signData = sign(joined(ORDERS.create, fields), account);
  return { certainty: 'accepted', present: { kind: 'form', action: addressOf(account, profile.paths.create), charset: 'utf-8', fields: { ...fields, signData } } };
}

export async function queryOrder(
  account: BocAccount, order: Pick<OrderRef, 'orderNo'>, call: CallContext, timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const { merchantNo, profile } = account.config;
  // A colon, not a bar, stands between these two [B].
  const fields = { merchantNo, orderNos: order.orderNo, signData: sign(`${merchantNo}:${order.orderNo}`, account) };
  const reply = await post(account, call, { path: profile.paths.query, fields, timeoutMs });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (reply.handled !== 'A') {
    if (profile.notFoundCodes.includes(reply.code)) return { state: 'not-found' };
    const { code, cause } = refusalOf(reply, account);
    return { state: 'unknown', code, cause };
  }
  const [row, ...more] = allNamed(reply.body, 'orderTrans').map(leavesOf);
  if (!row || more.length > 0 || row['merchantNo'] !== merchantNo || row['orderNo'] !== order.orderNo)
    return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  const verdict = verify(joined(ORDERS.notify, row), row['signData'] ?? '', account.config, call.clock.now());
  return verdict === 'authentic' ? orderFactOf(row) : { state: 'unknown', code: `answer.${verdict}`, cause: 'other' };
}
