/** WeChat's words → Bafang's certainty, cause and fact. Codes: official error tables [A/B]; anything not listed falls to the side named. */
import { z } from 'zod';
import { isCurrency, money } from '@/lib/kernel/money';
import { instant } from '@/lib/kernel/time';
import { readOffsetTime } from '../../china-time';
import type { Cause, OrderFact, RefundFact } from '../../port';

/** `exists`: the number is already known there, so only a query tells; `refused`: certainly not done; `again`: may be repeated. */
export type Meaning = { readonly kind: 'refused' | 'exists' | 'again'; readonly cause: Cause };
const refused = (cause: Cause): Meaning => ({ kind: 'refused', cause });
const exists: Meaning = { kind: 'exists', cause: 'duplicate-order' };
const again: Meaning = { kind: 'again', cause: 'bank-busy' };

const SHARED: Readonly<Record<string, Meaning>> = {
  SIGN_ERROR: refused('merchant-configuration'),
  PARAM_ERROR: refused('merchant-configuration'),
  NO_AUTH: refused('merchant-configuration'),
  APPID_MCHID_NOT_MATCH: refused('merchant-configuration'),
  MCH_NOT_EXISTS: refused('merchant-configuration'),
  ACCOUNT_ERROR: refused('merchant-configuration'),
  ACCOUNTERROR: refused('merchant-configuration'),
  SYSTEM_ERROR: again,
  BANK_ERROR: again,
  BIZERR_NEED_RETRY: again,
};

export const CREATE_CODES: Readonly<Record<string, Meaning>> = {
  ...SHARED,
  OUT_TRADE_NO_USED: exists,
  ORDERPAID: exists,
  ORDER_PAID: exists,
  // 268498688: the same number with other content also arrives as INVALID_REQUEST, and then an order does exist.
  INVALID_REQUEST: exists,
  ORDER_CLOSED: refused('order-closed'),
  ORDERCLOSED: refused('order-closed'),
  RULE_LIMIT: refused('bank-limit'),
  TRADE_ERROR: refused('risk-refused'),
  FREQUENCY_LIMITED: refused('bank-busy'),
  FREQUENCY_LIMIT_EXCEED: refused('bank-busy'),
  RATELIMIT_EXCEEDED: refused('bank-busy'),
};

export const REFUND_CODES: Readonly<Record<string, Meaning>> = {
  ...SHARED,
  NOT_ENOUGH: refused('merchant-balance'),
  INVALID_REQUEST: refused('not-refundable'),
  RESOURCE_NOT_EXISTS: refused('not-refundable'),
  ORDER_NOT_EXIST: refused('not-refundable'),
  USER_ACCOUNT_ABNORMAL: refused('not-refundable'),
  RULE_LIMIT: refused('not-refundable'),
  REFUND_FEE_MISMATCH: refused('not-refundable'),
  TRADE_STATE_ERROR: refused('not-refundable'),
  FREQUENCY_LIMITED: again,
  FREQUENCY_LIMIT_EXCEED: again,
  RATELIMIT_EXCEEDED: again,
};

export const NOT_FOUND_CODES = new Set(['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'RESOURCE_NOT_EXISTS', 'RESOURCE_NOT_EXIST', 'REFUNDNOTEXIST']);
export const PAID_CODES = new Set(['ORDERPAID', 'ORDER_PAID']);
export const CLOSED_CODES = new Set(['ORDERCLOSED', 'ORDER_CLOSED']);
export const NO_BILL_CODES = new Set(['NO_STATEMENT_EXIST', 'STATEMENT_NOT_EXIST', 'NO_BILL_EXIST']);
export const BILL_NOT_READY_CODES = new Set(['STATEMENT_CREATING', 'BILL_CREATING']);

const fen = z.int().nonnegative();
const text = z.string().min(1).max(128);

export const transactionSchema = z.object({
  appid: text,
  mchid: text,
  out_trade_no: text,
  transaction_id: text.optional(),
  trade_state: text,
  success_time: z.string().optional(),
  amount: z.object({ total: fen, currency: z.string().default('CNY') }).optional(),
});
export type Transaction = z.infer<typeof transactionSchema>;

export function orderFactOf(trade: Transaction): OrderFact {
  switch (trade.trade_state) {
    case 'SUCCESS':
    case 'REFUND': {
      const paidAt = readOffsetTime(trade.success_time);
      const currency = trade.amount?.currency ?? '';
      if (!trade.amount || !trade.transaction_id || paidAt === null || !isCurrency(currency)) {
        return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
      }
      return { state: 'paid', amount: money(BigInt(trade.amount.total), currency), channelTradeNo: trade.transaction_id, paidAt };
    }
    case 'NOTPAY':
    case 'USERPAYING':
      return { state: 'unpaid' };
    case 'CLOSED':
    case 'REVOKED':
      return { state: 'closed' };
    case 'PAYERROR':
      return { state: 'failed', code: 'PAYERROR', cause: 'other' };
    default:
      return { state: 'unknown', code: `trade-state.${trade.trade_state}`, cause: 'other' };
  }
}

/** A refund as the API answers it (`status`) and as a callback says it (`refund_status`). */
export const refundSchema = z.object({
  refund_id: text,
  out_refund_no: text,
  out_trade_no: text,
  status: text.optional(),
  refund_status: text.optional(),
  success_time: z.string().optional(),
  mchid: z.string().optional(),
  amount: z.object({ refund: fen, total: fen, currency: z.string().default('CNY') }),
});
export type WechatRefund = z.infer<typeof refundSchema>;

export function refundFactOf(refund: WechatRefund): RefundFact {
  const status = refund.status ?? refund.refund_status ?? '';
  switch (status) {
    case 'SUCCESS': {
      const at = readOffsetTime(refund.success_time);
      if (at === null || !isCurrency(refund.amount.currency)) return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
      return {
        state: 'succeeded',
        amount: money(BigInt(refund.amount.refund), refund.amount.currency),
        channelRefundNo: refund.refund_id,
        at: instant(at),
      };
    }
    case 'PROCESSING':
      return { state: 'processing', channelRefundNo: refund.refund_id };
    case 'ABNORMAL':
      return { state: 'abnormal', code: 'ABNORMAL', cause: 'card-details' };
    case 'CLOSED':
      return { state: 'closed', code: 'CLOSED', cause: 'not-refundable' };
    default:
      return { state: 'unknown', code: `refund-status.${status}`, cause: 'other' };
  }
}
