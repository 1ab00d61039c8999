/** SPDB's words → certainty, cause and fact. Which words mean what is in the account's profile; a word in no list is unknown. */
import { money, parseDecimal, type Money } from '@/lib/kernel/money';
import { readCompactTime } from '../../china-time';
import type { Cause, OrderFact, RefundFact } from '../../port';
import type { SpdbAccount } from './config';
import type { SpdbAnswer, SpdbFields } from './wire';

/** `12.30` yuan exactly; null otherwise. */
export function yuan(text: string | undefined): Money | null {
  if (!/^\d{1,12}\.\d{2}$/.test(text ?? '')) return null;
  const amount = parseDecimal(text!, 'CNY');
  return amount.ok && amount.value.minor > 0n ? money(amount.value.minor, 'CNY') : null;
}

export type Refusal = { readonly kind: 'refused' | 'unknown'; readonly code: string; readonly cause: Cause };
export function refusalOf({ code }: Pick<SpdbAnswer, 'code'>, account: SpdbAccount): Refusal {
  const cause = account.config.profile.refusalCauses[code];
  return cause ? { kind: 'refused', code, cause } : { kind: 'unknown', code, cause: 'bank-busy' };
}

export function orderFactOf(fields: SpdbFields, account: SpdbAccount): OrderFact {
  const { states } = account.config.profile;
  const state = fields['ordrSt'] ?? '';
  if (states.unpaid.includes(state)) return { state: 'unpaid' };
  if (states.closed.includes(state)) return { state: 'closed' };
  if (states.failed.includes(state)) return { state: 'failed', code: `ordrSt.${state}`, cause: 'other' };
  if (!states.paid.includes(state)) return { state: 'unknown', code: `ordrSt.${state.slice(0, 16)}`, cause: 'bank-busy' };
  const amount = yuan(fields['ordrAmt']);
  const paidAt = readCompactTime(fields['payTime']);
  const channelTradeNo = fields['transNo'] ?? '';
  if ((fields['ccy'] ?? 'CNY') !== 'CNY') return { state: 'unknown', code: 'answer.wrong-currency', cause: 'other' };
  if (!amount || paidAt === null || channelTradeNo === '') return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
  return { state: 'paid', amount, channelTradeNo, paidAt };
}

export function refundFactOf(fields: SpdbFields, account: SpdbAccount): RefundFact {
  const { states } = account.config.profile;
  const state = fields['rfdSt'] ?? '';
  const channelRefundNo = fields['rfdTransNo'] ?? '';
  if (states.refunding.includes(state)) return { state: 'processing', ...(channelRefundNo && { channelRefundNo }) };
  if (states.refundFailed.includes(state)) return { state: 'failed', code: `rfdSt.${state}`, cause: 'other' };
  if (!states.refunded.includes(state)) return { state: 'unknown', code: `rfdSt.${state.slice(0, 16)}`, cause: 'bank-busy' };
  const amount = yuan(fields['rfdAmt']);
  const at = readCompactTime(fields['rfdTime']);
  if (!amount || at === null || channelRefundNo === '') return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
  return { state: 'succeeded', amount, channelRefundNo, at };
}
