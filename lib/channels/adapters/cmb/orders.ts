import { z } from 'zod';
import { assert } from '@/lib/kernel/assert';
import type { CallContext, CloseOutcome, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { CmbAccount } from './config';
import { NOT_FOUND, orderFactOf, orderSchema, refusalCause, STILL_WAITING } from './mapping';
import { callPolypay } from './wire';

const BODY_MAX = 64;
const created = z.object({ orderId: z.string(), cmbOrderId: z.string().max(64).optional(), qrCode: z.string().min(1).max(512) });

/**
 * A code of the bank that any wallet scans. After an unclear answer the document asks for a **new** number: nobody has seen the lost code,
 * so nobody can pay it, and it dies with `payValidTime`.
 */
export async function createOrder(account: CmbAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'CMB takes positive yuan amounts');
  const seconds = Math.max(60, Math.floor((order.expiresAt - call.clock.now()) / 1000));
  const reply = await callPolypay(account, call, 'qrcodeapply', {
    merId: account.config.merId,
    orderId: order.orderNo,
    userId: account.config.userId,
    notifyUrl: account.notifyUrl,
    txnAmt: order.amount.minor.toString(),
    currencyCode: '156',
    payValidTime: String(seconds),
    body: Array.from(order.subject).slice(0, BODY_MAX).join(''),
  }, TIMEOUT_MS.create);
  if (reply.kind === 'lost') return reply.outcome.certainty === 'unknown' ? { ...reply.outcome, retry: 'new-number' } : reply.outcome;
  if (reply.ok) {
    const parsed = created.safeParse(reply.content);
    if (!parsed.success || parsed.data.orderId !== order.orderNo) return { ...unclear('answer.malformed'), retry: 'new-number' };
    const { qrCode, cmbOrderId } = parsed.data;
    return { certainty: 'accepted', present: { kind: 'qr', text: qrCode }, ...(cmbOrderId && { channelTradeNo: cmbOrderId }) };
  }
  const { paidCodes, closedCodes } = account.config.profile;
  if (paidCodes.includes(reply.errCode)) return { ...unclear(reply.errCode, 'duplicate-order'), retry: 'query-first' };
  const cause = closedCodes.includes(reply.errCode) ? 'order-closed' : refusalCause(reply);
  if (cause === null) return { ...unclear(reply.errCode), retry: 'new-number' };
  return { certainty: 'declined', code: reply.errCode, cause, message: reply.message };
}

export async function queryOrder(
  account: CmbAccount, order: Pick<OrderRef, 'orderNo'>, call: CallContext, timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const { merId, userId } = account.config;
  const reply = await callPolypay(account, call, 'orderquery', { merId, userId, orderId: order.orderNo }, timeoutMs);
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (!reply.ok) {
    if (NOT_FOUND.has(reply.errCode)) return { state: 'not-found' };
    if (STILL_WAITING.has(reply.errCode)) return { state: 'unpaid' };
    return { state: 'unknown', code: reply.errCode, cause: refusalCause(reply) ?? 'other' };
  }
  const found = orderSchema.safeParse(reply.content);
  if (!found.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  const ours = found.data.merId === merId && found.data.orderId === order.orderNo;
  return ours ? orderFactOf(found.data) : { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
}

const closedAnswer = z.object({ origOrderId: z.string().optional(), closeState: z.string() });

export async function closeOrder(account: CmbAccount, order: OrderRef, call: CallContext): Promise<CloseOutcome> {
  const { merId, userId, profile } = account.config;
  const reply = await callPolypay(account, call, 'close', { merId, userId, origOrderId: order.orderNo }, TIMEOUT_MS.close);
  if (reply.kind === 'lost') return reply.outcome;
  if (reply.ok) {
    const answer = closedAnswer.safeParse(reply.content);
    const ours = answer.success && (answer.data.origOrderId ?? order.orderNo) === order.orderNo;
    return ours && answer.data.closeState === 'S' ? { certainty: 'closed' } : unclear('answer.malformed');
  }
  if (profile.closedCodes.includes(reply.errCode)) return { certainty: 'closed' };
  if (profile.paidCodes.includes(reply.errCode)) return { certainty: 'already-paid' };
  // A create whose answer was lost may still be on its way: only time and a query settle that.
  const cause = refusalCause(reply);
  return cause === null ? unclear(reply.errCode) : { certainty: 'declined', code: reply.errCode, cause, message: reply.message };
}
