/** BOCOM's words → certainty, cause and fact. What is not listed is unknown. */
import { z } from 'zod';
import { money, parseDecimal, type Money } from '@/lib/kernel/money';
import { readCompactTime } from '../../china-time';
import type { Cause, OrderFact, RefundFact } from '../../port';
import type { BocomProfile } from './profile';
import type { BocomAnswer } from './wire';

export const isNotFound = (profile: BocomProfile, answer: BocomAnswer): boolean => profile.notFoundCodes.includes(answer.code);
export const refusalCause = (profile: BocomProfile, answer: BocomAnswer): Cause | null => profile.refusalCauses[answer.code] ?? null;

/** `12.30` yuan exactly; null for anything that is not such an amount. */
export function yuan(text: string | undefined): Money | null {
  if (!/^\d{1,12}\.\d{2}$/.test(text ?? '')) return null;
  const amount = parseDecimal(text!, 'CNY');
  return amount.ok && amount.value.minor > 0n ? money(amount.value.minor, 'CNY') : null;
}

const text = z.string().max(128);
export const orderSchema = z.object({
  mer_ptc_id: text,
  pay_mer_tran_no: text,
  sys_order_no: text.optional(),
  order_status: text,
  total_amount: text.optional(),
  currency: text.default('CNY'),
  pay_time: text.optional(),
});
export type BocomOrder = z.infer<typeof orderSchema>;

const unknown = (code: string): { state: 'unknown'; code: string; cause: Cause } => ({ state: 'unknown', code, cause: 'other' });

/** PAIED is the bank's spelling. Orders given back in part or in whole were paid. */
export function orderFactOf(order: BocomOrder): OrderFact {
  switch (order.order_status) {
    case 'INITIAL':
    case 'WAITPAY':
      return { state: 'unpaid' };
    case 'CLOSED':
      return { state: 'closed' };
    case 'PAIED':
    case 'REFUNDED':
    case 'REFUNDALL':
      break;
    default:
      return unknown(`order-status.${order.order_status}`);
  }
  const amount = yuan(order.total_amount);
  const paidAt = readCompactTime(order.pay_time);
  if (!amount || paidAt === null || !order.sys_order_no || order.currency !== 'CNY') return unknown('answer.incomplete');
  return { state: 'paid', amount, channelTradeNo: order.sys_order_no, paidAt };
}

export const refundSchema = z.object({
  mer_ptc_id: text,
  refund_mer_tran_no: text,
  pay_mer_tran_no: text.optional(),
  sys_order_no: text.optional(),
  amount: text,
  currency: text.default('CNY'),
  tran_state: text.optional(),
  refund_time: text.optional(),
});
export type BocomRefund = z.infer<typeof refundSchema>;

export function refundFactOf(refund: BocomRefund): RefundFact {
  switch (refund.tran_state) {
    case 'PROCESS':
      return { state: 'processing', ...(refund.sys_order_no && { channelRefundNo: refund.sys_order_no }) };
    case 'FAILURE':
      return { state: 'failed', code: 'tran-state.FAILURE', cause: 'other' };
    case 'SUCCESS':
      break;
    default:
      return unknown(`tran-state.${refund.tran_state ?? ''}`);
  }
  const amount = yuan(refund.amount);
  const at = readCompactTime(refund.refund_time);
  if (!amount || at === null || !refund.sys_order_no || refund.currency !== 'CNY') return unknown('answer.incomplete');
  return { state: 'succeeded', amount, channelRefundNo: refund.sys_order_no, at };
}
