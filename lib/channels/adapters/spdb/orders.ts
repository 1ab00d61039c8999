import { assert } from '@/lib/kernel/assert';
import { equal, toDecimal } from '@/lib/kernel/money';
import { compactTime } from '../../china-time';
import type { CallContext, CloseOutcome, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { SpdbAccount } from './config';
import { orderFactOf, refusalOf, yuan } from './mapping';
import { post, type SpdbFields } from './wire';

const DESCRIPTION_MAX = 40;
const isOurs = (account: SpdbAccount, orderNo: string, fields: SpdbFields): boolean =>
  fields['mrchNo'] === account.config.mrchNo && fields['mrchOrdrNo'] === orderNo;

/** Retry rule: the same number (sandbox convention). A number that is paid already is asked about first. */
export async function createOrder(account: SpdbAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'SPDB takes positive yuan amounts');
  const { profile } = account.config;
  const fields = {
    mrchOrdrNo: order.orderNo,
    ordrAmt: toDecimal(order.amount),
    ordrDesc: Array.from(order.subject).slice(0, DESCRIPTION_MAX).join(''),
    mrchlInfmAdr: account.notifyUrl,
    expireTime: compactTime(order.expiresAt),
  };
  const reply = await post(account, call, { path: profile.paths.create, fields, timeoutMs: TIMEOUT_MS.create });
  if (reply.kind === 'lost') return reply.outcome.certainty === 'not-sent' ? reply.outcome : { ...reply.outcome, retry: 'same-number' };
  if (profile.paidCodes.includes(reply.code)) return { ...unclear(reply.code, 'duplicate-order'), retry: 'query-first' };
  if (!reply.ok) {
    const { kind, code, cause } = refusalOf(reply, account);
    return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : { ...unclear(code, cause), retry: 'same-number' };
  }
  const { codeUrl: text = '', transNo, ordrAmt } = reply.fields;
  const amount = yuan(ordrAmt);
  if (!isOurs(account, order.orderNo, reply.fields) || !amount || !equal(amount, order.amount)) return { ...unclear('answer.mismatch'), retry: 'query-first' };
  if (text === '' || text.length > 512) return { ...unclear('answer.incomplete'), retry: 'same-number' };
  return { certainty: 'accepted', present: { kind: 'qr', text }, ...(transNo && { channelTradeNo: transNo }) };
}

export async function queryOrder(
  account: SpdbAccount, order: Pick<OrderRef, 'orderNo'>, call: CallContext, timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const { profile } = account.config;
  const reply = await post(account, call, { path: profile.paths.query, fields: { mrchOrdrNo: order.orderNo }, timeoutMs });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.notFoundCodes.includes(reply.code)) return { state: 'not-found' };
  if (!reply.ok) return { state: 'unknown', code: reply.code, cause: refusalOf(reply, account).cause };
  return isOurs(account, order.orderNo, reply.fields) ? orderFactOf(reply.fields, account) : { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
}

/** Retry rule: the same call again. An order that is not found stays unclear: its create may still be on the way. */
export async function closeOrder(account: SpdbAccount, order: OrderRef, call: CallContext): Promise<CloseOutcome> {
  const { profile } = account.config;
  const reply = await post(account, call, { path: profile.paths.close, fields: { mrchOrdrNo: order.orderNo }, timeoutMs: TIMEOUT_MS.close });
  if (reply.kind === 'lost') return reply.outcome;
  if (profile.paidCodes.includes(reply.code)) return { certainty: 'already-paid' };
  if (profile.notFoundCodes.includes(reply.code)) return unclear(reply.code);
  if (!reply.ok) {
    const { kind, code, cause } = refusalOf(reply, account);
    return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : unclear(code, cause);
  }
  const closed = isOurs(account, order.orderNo, reply.fields) && orderFactOf(reply.fields, account).state === 'closed';
  return closed ? { certainty: 'closed' } : unclear('answer.mismatch');
}
