/** The wallet's words → certainty, cause and fact. A code not listed is unknown: the same number may be repeated safely. */
import { z } from 'zod';
import { money, type Money } from '@/lib/kernel/money';
import { readOffsetTime } from '../../china-time';
import type { Cause, OrderFact, RefundFact } from '../../port';
import type { WalletAnswer } from './wire';

const REFUSALS: Readonly<Record<string, Cause>> = {
  MERCHANT_UNKNOWN: 'merchant-configuration',
  PARAMETER_INVALID: 'merchant-configuration',
  ORDER_DIFFERS: 'duplicate-order',
  ORDER_CLOSED: 'order-closed',
  ORDER_NOT_FOUND: 'not-refundable',
  ORDER_NOT_PAID: 'not-refundable',
  REFUND_EXCEEDS: 'not-refundable',
  REFUND_TOO_MANY: 'not-refundable',
  REFUND_DIFFERS: 'not-refundable',
  REFUND_WINDOW_OVER: 'not-refundable',
  MERCHANT_BALANCE_LOW: 'merchant-balance',
};

export type Refusal = { readonly kind: 'refused' | 'unknown'; readonly code: string; readonly cause: Cause };
export function refusalOf({ code }: Pick<WalletAnswer, 'code'>): Refusal {
  const cause = REFUSALS[code];
  return cause ? { kind: 'refused', code, cause } : { kind: 'unknown', code: code || 'answer.malformed', cause: 'other' };
}

const text = z.string().max(128);
export const orderNode = z.object({
  merchantNo: text, orderNo: text, walletOrderNo: text, state: text, amountFen: text, currency: text, paidAt: text.optional(),
});
export const refundNode = z.object({
  merchantNo: text, orderNo: text, refundNo: text, walletRefundNo: text, state: text, amountFen: text, currency: text, finishedAt: text.optional(),
});

export function fen(amount: string, currency: string): Money | null {
  return currency === 'CNY' && /^[1-9]\d{0,14}$/.test(amount) ? money(BigInt(amount), 'CNY') : null;
}

export function orderFactOf(node: z.infer<typeof orderNode>): OrderFact {
  switch (node.state) {
    case 'WAITING':
      return { state: 'unpaid' };
    case 'CLOSED':
      return { state: 'closed' };
    case 'PAID': {
      const amount = fen(node.amountFen, node.currency);
      const paidAt = readOffsetTime(node.paidAt);
      if (!amount || paidAt === null || node.walletOrderNo === '') return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
      return { state: 'paid', amount, channelTradeNo: node.walletOrderNo, paidAt };
    }
    default:
      return { state: 'unknown', code: `state.${node.state}`, cause: 'other' };
  }
}

export function refundFactOf(node: z.infer<typeof refundNode>): RefundFact {
  const channelRefundNo = node.walletRefundNo;
  switch (node.state) {
    case 'PROCESSING':
      return { state: 'processing', channelRefundNo };
    case 'FAILED':
      return { state: 'failed', code: 'state.FAILED', cause: 'other' };
    case 'SUCCEEDED': {
      const amount = fen(node.amountFen, node.currency);
      const at = readOffsetTime(node.finishedAt);
      if (!amount || at === null) return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
      return { state: 'succeeded', amount, channelRefundNo, at };
    }
    default:
      return { state: 'unknown', code: `state.${node.state}`, cause: 'other' };
  }
}
