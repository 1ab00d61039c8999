/** CCB's words → certainty, cause and fact [B]; return codes come from the account's profile. */
import { money, parseDecimal, type Money } from '@/lib/kernel/money';
import type { BusinessDate, Instant } from '@/lib/kernel/time';
import type { OrderFact } from '../../port';

/** `12.30`, `12.3` or `12` yuan exactly; null otherwise. */
export function yuan(text: string): Money | null {
  if (!/^\d{1,12}(?:\.\d{1,2})?$/.test(text)) return null;
  const amount = parseDecimal(text, 'CNY');
  return amount.ok ? money(amount.value.minor, 'CNY') : null;
}

export interface OrderRow {
  readonly orderNo: string;
  readonly amount: Money | null;
  readonly statusCode: string;
  readonly paidAt: Instant;
  readonly settleDate: BusinessDate | null;
}

/** 0 failed, 1 paid, 2 and 5 waiting for the bank, 3 partly and 4 fully refunded, 99 none. A refunded order was paid. */
export function orderFactOf(row: OrderRow): OrderFact {
  switch (row.statusCode) {
    case '0':
      return { state: 'failed', code: 'STATUSCODE.0', cause: 'other' };
    case '1':
    case '3':
    case '4':
      if (!row.amount) return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
      return {
        state: 'paid',
        amount: row.amount,
        channelTradeNo: row.orderNo,
        paidAt: row.paidAt,
        ...(row.settleDate && { settleDate: row.settleDate }),
      };
    case '99':
      return { state: 'not-found' };
    default:
      return { state: 'unknown', code: `STATUSCODE.${row.statusCode}`, cause: 'bank-busy' };
  }
}
