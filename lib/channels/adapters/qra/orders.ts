import { assert } from '@/lib/kernel/assert';
import { compactTime } from '../../china-time';
import type { CallContext, CloseOutcome, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { QraAccount } from './config';
import { isNotFound, orderFactOf, refusalOf } from './mapping';
import { callGateway } from './wire';

const BODY_MAX = 40;

/** Retry rule: the same number. Paid or closed under that number is told as such, and then only a query says more. */
export async function createOrder(account: QraAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'QRA takes positive yuan amounts');
  const fields = {
    out_trade_no: order.orderNo,
    body: Array.from(order.subject.replaceAll(/[&=]/g, ' ')).slice(0, BODY_MAX).join(''),
    total_fee: order.amount.minor.toString(),
    mch_create_ip: order.payerIp,
    notify_url: account.notifyUrl,
    time_start: compactTime(order.createdAt),
    time_expire: compactTime(order.expiresAt),
  };
  const reply = await callGateway(account, call, { service: 'unified.trade.native', fields, timeoutMs: TIMEOUT_MS.create });
  if (reply.kind === 'lost')
    return reply.outcome.certainty === 'not-sent' ? reply.outcome : { ...reply.outcome, retry: 'same-number' };
  if (!reply.ok) {
    const { paidCodes } = account.config.profile;
    if (paidCodes.includes(reply.errCode)) return { ...unclear(reply.errCode, 'duplicate-order'), retry: 'query-first' };
    const { kind, code, cause } = refusalOf(reply, account);
    return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : { ...unclear(code, cause), retry: 'same-number' };
  }
  const text = reply.fields['code_url'] ?? '';
  if (text === '' || text.length > 512) return { ...unclear('answer.incomplete'), retry: 'same-number' };
  if ((reply.fields['out_trade_no'] ?? order.orderNo) !== order.orderNo) return { ...unclear('answer.mismatch'), retry: 'query-first' };
  return { certainty: 'accepted', present: { kind: 'qr', text } };
}

export async function queryOrder(
  account: QraAccount, order: Pick<OrderRef, 'orderNo'>, call: CallContext, timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const reply = await callGateway(account, call, { service: 'unified.trade.query', fields: { out_trade_no: order.orderNo }, timeoutMs });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (!reply.ok) {
    if (isNotFound(reply, account)) return { state: 'not-found' };
    const { code, cause } = refusalOf(reply, account);
    return { state: 'unknown', code, cause };
  }
  if (reply.needQuery) return { state: 'unknown', code: 'need-query', cause: 'bank-busy' };
  if (reply.fields['out_trade_no'] !== order.orderNo) return { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
  return orderFactOf(reply.fields, reply.fields['trade_state'] ?? '');
}

/** Retry rule: the same call again. An order that is not found stays unclear: its create may still be on the way. */
export async function closeOrder(account: QraAccount, order: OrderRef, call: CallContext): Promise<CloseOutcome> {
  const fields = { out_trade_no: order.orderNo };
  const reply = await callGateway(account, call, { service: 'unified.trade.close', fields, timeoutMs: TIMEOUT_MS.close });
  if (reply.kind === 'lost') return reply.outcome;
  const { paidCodes, closedCodes } = account.config.profile;
  if (!reply.ok && paidCodes.includes(reply.errCode)) return { certainty: 'already-paid' };
  if (reply.ok ? !reply.needQuery : closedCodes.includes(reply.errCode)) return { certainty: 'closed' };
  if (reply.ok || isNotFound(reply, account)) return unclear(reply.errCode || 'need-query');
  const { kind, code, cause } = refusalOf(reply, account);
  return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : unclear(code, cause);
}
