/** BOC's words → certainty, cause and fact. Order states [C]; refund states and return codes come from the account's profile. */
import { money, parseDecimal, type Money } from '@/lib/kernel/money';
import { readCompactTime } from '../../china-time';
import type { Cause, OrderFact } from '../../port';
import type { BocAccount } from './config';
import type { BocAnswer } from './wire';

/** `12.30`, `12.3` or `12` yuan exactly; null otherwise. */
export function yuan(text: string | undefined): Money | null {
  if (!/^\d{1,12}(?:\.\d{1,2})?$/.test(text ?? '')) return null;
  const amount = parseDecimal(text!, 'CNY');
  return amount.ok && amount.value.minor > 0n ? money(amount.value.minor, 'CNY') : null;
}

export type Refusal = { readonly kind: 'refused' | 'unknown'; readonly code: string; readonly cause: Cause };
export function refusalOf({ code }: Pick<BocAnswer, 'code'>, account: BocAccount): Refusal {
  const cause = account.config.profile.refusalCauses[code];
  return cause ? { kind: 'refused', code, cause } : { kind: 'unknown', code: code || 'answer.refused', cause: 'other' };
}

/** 0 not handled yet, 1 paid, 4 unknown, 5 failed [C]. */
export function orderFactOf(fields: Readonly<Record<string, string>>): OrderFact {
  const status = fields['orderStatus'] ?? '';
  switch (status) {
    case '0':
      return { state: 'unpaid' };
    case '5':
      return { state: 'failed', code: 'orderStatus.5', cause: 'other' };
    case '1': {
      const amount = yuan(fields['payAmount']);
      const paidAt = readCompactTime(fields['payTime']);
      const channelTradeNo = fields['orderSeq'] ?? '';
      if (!amount || paidAt === null || channelTradeNo === '') return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
      return { state: 'paid', amount, channelTradeNo, paidAt };
    }
    default:
      return { state: 'unknown', code: `orderStatus.${status.slice(0, 8)}`, cause: 'bank-busy' };
  }
}
