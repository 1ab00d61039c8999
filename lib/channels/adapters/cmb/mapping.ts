/** CMB's words → certainty, cause and fact. A code not listed is unknown. */
import { z } from 'zod';
import { money, type Money } from '@/lib/kernel/money';
import { readCompactTime } from '../../china-time';
import type { Cause, OrderFact, RefundFact } from '../../port';
import type { CmbAnswer } from './wire';

/** The bank has no such order: nobody scanned the code, or the number never arrived [A]. */
export const NOT_FOUND = new Set(['ORDERID_INVALID']);
/** The code was shown and nobody has paid [A]. */
export const STILL_WAITING = new Set(['CMBORDERID_NOT_EXIST', 'UNPAIED_ORDER']);

const REFUSALS: Readonly<Record<string, Cause>> = {
  MCH_FORWARD_AMOUNT_LESS: 'merchant-balance',
  NOT_ENOUGH: 'merchant-balance',
  REFUND_AMT_EXCEED: 'not-refundable',
  REFUND_TIMES_EXCEED: 'not-refundable',
  ORDER_NOT_PAID: 'not-refundable',
  REFUND_DUPLICATE: 'not-refundable',
  ORDER_DUPLICATE: 'duplicate-order',
  PARAM_ERROR: 'merchant-configuration',
  SIGN_ERROR: 'merchant-configuration',
  APPID_ERROR: 'merchant-configuration',
  MERID_ERROR: 'merchant-configuration',
};

export const refusalCause = (answer: CmbAnswer): Cause | null => REFUSALS[answer.errCode] ?? null;

/** Fen as digits. */
export function fen(text: string | undefined): Money | null {
  return /^[1-9]\d{0,14}$/.test(text ?? '') ? money(BigInt(text!), 'CNY') : null;
}

const text = z.string().max(128);
export const orderSchema = z.object({
  merId: text,
  orderId: text,
  cmbOrderId: text.optional(),
  txnAmt: text.optional(),
  currencyCode: text.default('156'),
  tradeState: text.optional(),
  endDate: text.optional(),
  endTime: text.optional(),
});
export type CmbOrder = z.infer<typeof orderSchema>;

const unknown = (code: string): { state: 'unknown'; code: string; cause: Cause } => ({ state: 'unknown', code, cause: 'other' });

/** S paid, P waiting, F a try that failed (the same code may be scanned again [A], so it is as good as waiting), D revoked, C closed. */
export function orderFactOf(order: CmbOrder): OrderFact {
  switch (order.tradeState) {
    case 'P':
    case 'F':
      return { state: 'unpaid' };
    case 'C':
    case 'D':
      return { state: 'closed' };
    case 'S':
      break;
    default:
      return unknown(`trade-state.${order.tradeState ?? ''}`);
  }
  const amount = fen(order.txnAmt);
  const paidAt = readCompactTime(`${order.endDate ?? ''}${order.endTime ?? ''}`);
  if (!amount || paidAt === null || !order.cmbOrderId || order.currencyCode !== '156') return unknown('answer.incomplete');
  return { state: 'paid', amount, channelTradeNo: order.cmbOrderId, paidAt };
}

export const refundSchema = z.object({
  merId: text,
  /** The refund's own number. */
  orderId: text,
  origOrderId: text.optional(),
  cmbOrderId: text.optional(),
  refundAmt: text,
  refundState: text.optional(),
  tradeState: text.optional(),
  failureReason: text.optional(),
  endDate: text.optional(),
  endTime: text.optional(),
});
export type CmbRefund = z.infer<typeof refundSchema>;

/** P may last one or two days [A]. */
export function refundFactOf(refund: CmbRefund): RefundFact {
  const state = refund.refundState ?? refund.tradeState ?? '';
  if (state === 'P') return { state: 'processing', ...(refund.cmbOrderId && { channelRefundNo: refund.cmbOrderId }) };
  if (state === 'F') return { state: 'failed', code: refund.failureReason ?? 'refund-state.F', cause: 'other' };
  const amount = fen(refund.refundAmt);
  const at = readCompactTime(`${refund.endDate ?? ''}${refund.endTime ?? ''}`);
  if (state !== 'S' || !amount || at === null || !refund.cmbOrderId) return unknown(state === 'S' ? 'answer.incomplete' : `refund-state.${state}`);
  return { state: 'succeeded', amount, channelRefundNo: refund.cmbOrderId, at };
}
