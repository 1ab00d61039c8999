/** QRA's words → certainty, cause and fact; error codes come from the account's profile. */
import { money, type Money } from '@/lib/kernel/money';
import { readCompactTime } from '../../china-time';
import type { Cause, OrderFact, RefundFact } from '../../port';
import type { QraAccount } from './config';
import type { QraAnswer } from './wire';

type Fields = Readonly<Record<string, string>>;
export type Refusal = { readonly kind: 'refused' | 'unknown'; readonly code: string; readonly cause: Cause };

export function refusalOf(answer: QraAnswer, account: QraAccount): Refusal {
  const cause = answer.needQuery ? undefined : account.config.profile.refusalCauses[answer.errCode];
  if (cause) return { kind: 'refused', code: answer.errCode, cause };
  return { kind: 'unknown', code: answer.errCode || 'answer.refused', cause: answer.needQuery ? 'bank-busy' : 'other' };
}
export const isNotFound = (answer: QraAnswer, account: QraAccount): boolean =>
  !answer.needQuery && account.config.profile.notFoundCodes.includes(answer.errCode);

export const fen = (text: string | undefined): Money | null => (/^[1-9]\d{0,11}$/.test(text ?? '') ? money(BigInt(text!), 'CNY') : null);

/** A failed attempt leaves the order open: the payer may scan again. */
export function orderFactOf(fields: Fields, state: string): OrderFact {
  switch (state) {
    case 'SUCCESS':
    case 'REFUND':
      return paidFactOf(fields);
    case 'NOTPAY':
    case 'PAYERROR':
      return { state: 'unpaid' };
    case 'CLOSED':
    case 'REVOK':
    case 'REVERSE':
      return { state: 'closed' };
    default:
      return { state: 'unknown', code: `trade-state.${state.slice(0, 20)}`, cause: 'bank-busy' };
  }
}

export function paidFactOf(fields: Fields): OrderFact {
  const amount = fen(fields['total_fee']);
  const paidAt = readCompactTime(fields['time_end']);
  const channelTradeNo = fields['transaction_id'] ?? '';
  if ((fields['fee_type'] ?? 'CNY') !== 'CNY') return { state: 'unknown', code: 'answer.wrong-currency', cause: 'other' };
  if (!amount || paidAt === null || channelTradeNo === '') return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
  return { state: 'paid', amount, channelTradeNo, paidAt };
}

/** CHANGE: the money stays with the merchant because the payer's card is gone; somebody must pay it out by hand. */
export function refundFactOf(state: string, amount: Money | null, channelRefundNo: string, timeText: string | undefined): RefundFact {
  switch (state) {
    case 'SUCCESS': {
      const at = readCompactTime(timeText);
      if (!amount || at === null) return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
      return { state: 'succeeded', amount, channelRefundNo, at };
    }
    case 'PROCESSING':
      return { state: 'processing', channelRefundNo };
    case 'FAIL':
      return { state: 'failed', code: 'refund-status.FAIL', cause: 'other' };
    case 'CHANGE':
      return { state: 'abnormal', code: 'refund-status.CHANGE', cause: 'card-details' };
    default:
      return { state: 'unknown', code: `refund-status.${state.slice(0, 20)}`, cause: 'bank-busy' };
  }
}
