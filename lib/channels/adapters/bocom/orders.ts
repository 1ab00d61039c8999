import { z } from 'zod';
import { assert } from '@/lib/kernel/assert';
import { toDecimal } from '@/lib/kernel/money';
import { chinaDate, compactTime } from '../../china-time';
import type { CallContext, CloseOutcome, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import type { Instant } from '@/lib/kernel/time';
import { TIMEOUT_MS, unclear } from '../transport';
import type { BocomAccount } from './config';
import { isNotFound, orderFactOf, orderSchema, refusalCause } from './mapping';
import { callMpng, TRANSACTIONS } from './wire';

const CONTENT_MAX = 64;
export const dayOf = (at: Instant): string => chinaDate(at).replaceAll('-', '');
export const clockOf = (at: Instant): string => compactTime(at).slice(8);

const created = z.object({ pay_mer_tran_no: z.string(), sys_order_no: z.string().max(64).optional(), tran_package: z.string().min(1).max(2_000) });

/** The number together with its day names the order at the bank; repeating both with the same content is the same order. */
export async function createOrder(account: BocomAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'BOCOM takes positive yuan amounts');
  const { merPtcId, appId, profile } = account.config;
  const reply = await callMpng(account, call, TRANSACTIONS.create, {
    mer_ptc_id: merPtcId,
    mer_trade_date: dayOf(order.createdAt),
    mer_trade_time: clockOf(order.createdAt),
    pay_mer_tran_no: order.orderNo,
    tran_scene: profile.tranScene,
    total_amount: toDecimal(order.amount),
    currency: 'CNY',
    tran_content: Array.from(order.subject).slice(0, CONTENT_MAX).join(''),
    valid_period: compactTime(order.expiresAt),
    ip: order.payerIp,
    notify_url: `${appId}@${account.notifyUrl}`,
  }, TIMEOUT_MS.create);
  if (reply.kind === 'lost') return reply.outcome.certainty === 'unknown' ? { ...reply.outcome, retry: 'same-number' } : reply.outcome;
  if (reply.ok) {
    const parsed = created.safeParse(reply.body);
    if (!parsed.success || parsed.data.pay_mer_tran_no !== order.orderNo) return { ...unclear('answer.malformed'), retry: 'same-number' };
    const { tran_package: code, sys_order_no: channelTradeNo } = parsed.data;
    return { certainty: 'accepted', present: { kind: 'qr', text: code }, ...(channelTradeNo && { channelTradeNo }) };
  }
  if (profile.paidCodes.includes(reply.code)) return { ...unclear(reply.code, 'duplicate-order'), retry: 'query-first' };
  const cause = profile.closedCodes.includes(reply.code) ? 'order-closed' : refusalCause(profile, reply);
  if (cause === null) return { ...unclear(reply.code), retry: 'same-number' };
  return { certainty: 'declined', code: reply.code, cause, message: reply.message };
}

export async function queryOrder(
  account: BocomAccount, order: Pick<OrderRef, 'orderNo' | 'createdAt'>, call: CallContext, timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const { merPtcId, profile } = account.config;
  const reply = await callMpng(account, call, TRANSACTIONS.query, {
    mer_ptc_id: merPtcId, mer_trade_date: dayOf(order.createdAt), pay_mer_tran_no: order.orderNo, tran_scene: profile.tranScene,
    require_fields: [{ require_field: 'pay_time' }],
  }, timeoutMs);
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (!reply.ok) {
    if (isNotFound(profile, reply)) return { state: 'not-found' };
    return { state: 'unknown', code: reply.code, cause: refusalCause(profile, reply) ?? 'other' };
  }
  const found = orderSchema.safeParse(reply.body);
  if (!found.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  const ours = found.data.mer_ptc_id === merPtcId && found.data.pay_mer_tran_no === order.orderNo;
  return ours ? orderFactOf(found.data) : { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
}

const closedAnswer = z.object({ pay_mer_tran_no: z.string() });

/** A close has a number of its own, made from the order's: repeating it repeats the same close. */
export async function closeOrder(account: BocomAccount, order: OrderRef, call: CallContext): Promise<CloseOutcome> {
  const { merPtcId, profile } = account.config;
  const now = call.clock.now();
  const reply = await callMpng(account, call, TRANSACTIONS.close, {
    mer_ptc_id: merPtcId, close_mer_tran_no: `C${order.orderNo}`, mer_close_date: dayOf(now), mer_close_time: clockOf(now),
    mer_trade_date: dayOf(order.createdAt), pay_mer_tran_no: order.orderNo,
  }, TIMEOUT_MS.close);
  if (reply.kind === 'lost') return reply.outcome;
  if (reply.ok) {
    const answer = closedAnswer.safeParse(reply.body);
    return answer.success && answer.data.pay_mer_tran_no === order.orderNo ? { certainty: 'closed' } : unclear('answer.malformed');
  }
  if (profile.closedCodes.includes(reply.code)) return { certainty: 'closed' };
  if (profile.paidCodes.includes(reply.code)) return { certainty: 'already-paid' };
  // A create whose answer was lost may still be on its way: only time and a query settle that.
  const cause = refusalCause(profile, reply);
  return cause === null ? unclear(reply.code) : { certainty: 'declined', code: reply.code, cause, message: reply.message };
}
