/** Alipay's words → certainty, cause and fact [A/B]. A sub_code not listed is unknown: the same number may be repeated safely. */
import { z } from 'zod';
import { money, parseDecimal, type Money } from '@/lib/kernel/money';
import { readDashedTime } from '../../china-time';
import type { Cause, OrderFact } from '../../port';
import type { AlipayAnswer } from './answer';

export const SUCCESS = '10000';

const REFUSALS: Readonly<Record<string, Cause>> = {
  'ACQ.SELLER_BALANCE_NOT_ENOUGH': 'merchant-balance',
  'ACQ.MERCHANT_BALANCE_NOT_ENOUGH': 'merchant-balance',
  'ACQ.REASON_TRADE_REFUND_FEE_ERR': 'not-refundable',
  'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL': 'not-refundable',
  'ACQ.TRADE_NOT_EXIST': 'not-refundable',
  'ACQ.TRADE_HAS_FINISHED': 'not-refundable',
  'ACQ.TRADE_HAS_CLOSE': 'not-refundable',
  'ACQ.TRADE_STATUS_ERROR': 'not-refundable',
  'ACQ.REASON_TRADE_STATUS_INVALID': 'not-refundable',
  'ACQ.TRADE_NOT_ALLOW_REFUND': 'not-refundable',
  'ACQ.REFUND_FEE_ERROR': 'not-refundable',
  'ACQ.DISCORDANT_REPEAT_REQUEST': 'not-refundable',
  'ACQ.REASON_TRADE_BEEN_FREEZEN': 'not-refundable',
  'ACQ.USER_NOT_MATCH_ERR': 'not-refundable',
  'ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND': 'not-refundable',
  'ACQ.ENTERPRISE_PAY_BIZ_ERROR': 'not-refundable',
  'ACQ.BUYER_ERROR': 'not-refundable',
  'ACQ.INVALID_PARAMETER': 'merchant-configuration',
};
const CALLER_ERRORS = new Set(['20001', '40001', '40002', '40003', '40006']);

export type Refusal = { readonly kind: 'refused' | 'unknown'; readonly code: string; readonly cause: Cause };

/** Everything but 10000. 20000, ACQ.SYSTEM_ERROR and whatever is not listed stay unknown. */
export function refusalOf(answer: AlipayAnswer): Refusal {
  const code = answer.subCode || answer.code;
  if (CALLER_ERRORS.has(answer.code)) return { kind: 'refused', code, cause: 'merchant-configuration' };
  const cause = answer.code === '40004' ? REFUSALS[answer.subCode] : undefined;
  if (cause) return { kind: 'refused', code, cause };
  return { kind: 'unknown', code, cause: answer.code === '20000' || answer.subCode.endsWith('SYSTEM_ERROR') ? 'bank-busy' : 'other' };
}

export const isNotFound = (answer: AlipayAnswer): boolean => answer.code === '40004' && answer.subCode === 'ACQ.TRADE_NOT_EXIST';

/** On close: the trade is not waiting for the payer any more, so only a query says what it became. */
export const NOT_WAITING = new Set([
  'ACQ.TRADE_STATUS_ERROR',
  'ACQ.REASON_TRADE_STATUS_INVALID',
  'ACQ.REASON_ILLEGAL_STATUS',
  'ACQ.TRADE_HAS_SUCCESS',
  'ACQ.TRADE_HAS_FINISHED',
]);

/** No file for that day; spelled in upper and lower case by different gateways. */
export const saysNoBill = (subCode: string): boolean => /(?:bill_not_exist|no_bill_data)$/i.test(subCode);
export const saysBillNotReady = (subCode: string): boolean => /(?:bill_not_ready|bill_creating)$/i.test(subCode);

/** `12.30` yuan exactly; null for anything that is not such an amount. */
export function yuan(text: string | undefined): Money | null {
  if (!/^\d{1,11}\.\d{2}$/.test(text ?? '')) return null;
  const amount = parseDecimal(text!, 'CNY');
  return amount.ok ? money(amount.value.minor, 'CNY') : null;
}

const text = z.string().max(128);
export const tradeSchema = z.object({
  out_trade_no: text,
  trade_no: text,
  trade_status: text,
  total_amount: text.optional(),
  send_pay_date: text.optional(),
});
export type Trade = z.infer<typeof tradeSchema>;

/** A closed trade that was once paid says when: then it was refunded in full, and the payment remains a fact. */
export function orderFactOf(status: string, total: string | undefined, paidAtText: string | undefined, tradeNo: string): OrderFact {
  const paidAt = readDashedTime(paidAtText);
  const amount = yuan(total);
  switch (status) {
    case 'WAIT_BUYER_PAY':
      return { state: 'unpaid' };
    case 'TRADE_CLOSED':
      if (paidAt === null) return { state: 'closed' };
      break;
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      break;
    default:
      return { state: 'unknown', code: `trade-status.${status}`, cause: 'other' };
  }
  if (paidAt === null || !amount || !tradeNo) return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
  return { state: 'paid', amount, channelTradeNo: tradeNo, paidAt };
}
