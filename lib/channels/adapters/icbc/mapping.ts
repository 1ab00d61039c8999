/** ICBC's words → certainty, cause and fact. What is not listed is unknown. */
import { z } from 'zod';
import { money, type Money } from '@/lib/kernel/money';
import { readCompactTime } from '../../china-time';
import type { Cause, OrderFact, RefundFact } from '../../port';
import type { IcbcProfile } from './profile';
import type { IcbcAnswer } from './wire';

export const SUCCESS = '0';
/** The only currency here, in the bank's numbering. */
export const CNY_CODE = '001';

export const isNotFound = (profile: IcbcProfile, answer: IcbcAnswer): boolean => profile.notFoundCodes.includes(answer.code);
export const refusalCause = (profile: IcbcProfile, answer: IcbcAnswer): Cause | null => profile.refusalCauses[answer.code] ?? null;

/** Fen as digits. */
export function fen(text: string | undefined): Money | null {
  return /^[1-9]\d{0,14}$/.test(text ?? '') ? money(BigInt(text!), 'CNY') : null;
}

const text = z.string().max(128);
export const orderSchema = z.object({
  out_trade_no: text,
  order_id: text.optional(),
  pay_status: z.union([text, z.number().int()]).transform(String).optional(),
  total_amt: text.optional(),
  pay_time: text.optional(),
  fee_type: text.default(CNY_CODE),
});
export type IcbcOrder = z.infer<typeof orderSchema>;

const unknown = (code: string): { state: 'unknown'; code: string; cause: Cause } => ({ state: 'unknown', code, cause: 'other' });

export function paidFactOf(order: IcbcOrder): OrderFact {
  const amount = fen(order.total_amt);
  const paidAt = readCompactTime(order.pay_time);
  if (!amount || paidAt === null || !order.order_id || order.fee_type !== CNY_CODE) return unknown('answer.incomplete');
  return { state: 'paid', amount, channelTradeNo: order.order_id, paidAt };
}

export function orderFactOf(profile: IcbcProfile, order: IcbcOrder): OrderFact {
  switch (profile.payStatus[order.pay_status ?? '']) {
    case 'paid':
      return paidFactOf(order);
    case 'failed':
      return { state: 'failed', code: `pay-status.${order.pay_status}`, cause: 'other' };
    case 'closed':
      return { state: 'closed' };
    case 'unpaid':
      return { state: 'unpaid' };
    default:
      return unknown(`pay-status.${order.pay_status ?? ''}`);
  }
}

export const refundSchema = z.object({
  outtrx_serial_no: text,
  out_trade_no: text.optional(),
  intrx_serial_no: text.optional(),
  ret_total_amt: text.optional(),
  pay_status: z.union([text, z.number().int()]).transform(String).optional(),
  refund_time: text.optional(),
});
export type IcbcRefund = z.infer<typeof refundSchema>;

/** 0 done, 1 failed, 2 being done. */
export function refundFactOf(refund: IcbcRefund): RefundFact {
  switch (refund.pay_status) {
    case '0':
      break;
    case '1':
      return { state: 'failed', code: 'pay-status.1', cause: 'other' };
    case '2':
      return { state: 'processing', ...(refund.intrx_serial_no && { channelRefundNo: refund.intrx_serial_no }) };
    default:
      return unknown(`pay-status.${refund.pay_status ?? ''}`);
  }
  const amount = fen(refund.ret_total_amt);
  const at = readCompactTime(refund.refund_time);
  if (!amount || at === null || !refund.intrx_serial_no) return unknown('answer.incomplete');
  return { state: 'succeeded', amount, channelRefundNo: refund.intrx_serial_no, at };
}
