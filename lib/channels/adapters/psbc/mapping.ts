/** PSBC's words → certainty, cause and fact. Which words mean what is in the account's profile; a word in no list is unknown. */
import { money, parseDecimal, type Money } from '@/lib/kernel/money';
import type { BusinessDate } from '@/lib/kernel/time';
import { readCompactDate, readCompactTime } from '../../china-time';
import type { Cause, OrderFact, RefundFact } from '../../port';
import type { PsbcAccount } from './config';
import type { PlainFields } from './signature';
import type { PsbcAnswer } from './wire';

/** `12.30` yuan exactly; null otherwise. */
export function yuan(text: string | undefined): Money | null {
  if (!/^\d{1,12}\.\d{2}$/.test(text ?? '')) return null;
  const amount = parseDecimal(text!, 'CNY');
  return amount.ok && amount.value.minor > 0n ? money(amount.value.minor, 'CNY') : null;
}

/**
 * A refund must name the original by the bank's serial and its settlement date, so the two together are what we keep as the trade's number.
 */
export const tradeNoOf = (settleDate: string, serial: string): string => `${settleDate}-${serial}`;
export function partsOfTradeNo(tradeNo: string): { readonly OSttDate: string; readonly OAcqSsn: string } | null {
  const match = /^(\d{8})-(\S{1,40})$/.exec(tradeNo);
  return match ? { OSttDate: match[1]!, OAcqSsn: match[2]! } : null;
}

export type Refusal = { readonly kind: 'refused' | 'unknown'; readonly code: string; readonly cause: Cause };
export function refusalOf({ code }: Pick<PsbcAnswer, 'code'>, account: PsbcAccount): Refusal {
  const cause = account.config.profile.refusalCauses[code];
  return cause ? { kind: 'refused', code, cause } : { kind: 'unknown', code: code || 'answer.refused', cause: 'bank-busy' };
}

interface Moved {
  readonly amount: Money;
  readonly serial: string;
  readonly settleDate: BusinessDate;
  readonly rawDate: string;
  readonly at: ReturnType<typeof readCompactTime> & number;
}
function movedOf(fields: PlainFields): Moved | null {
  const amount = yuan(fields['TranAmt']);
  const settleDate = readCompactDate(fields['SttDate']);
  const at = readCompactTime(fields['TranDtTm']);
  const serial = fields['AcqSsn'] ?? '';
  return amount && settleDate && at !== null && serial !== '' ? { amount, settleDate, rawDate: fields['SttDate']!, at, serial } : null;
}

export function orderFactOf(fields: PlainFields, account: PsbcAccount): OrderFact {
  const { states } = account.config.profile;
  const state = fields['TranSt'] ?? '';
  if (states.waiting.includes(state)) return { state: 'unpaid' };
  if (states.over.includes(state)) return { state: 'closed' };
  if (states.failed.includes(state)) return { state: 'failed', code: `TranSt.${state}`, cause: 'other' };
  if (!states.done.includes(state)) return { state: 'unknown', code: `TranSt.${state.slice(0, 8)}`, cause: 'bank-busy' };
  const moved = movedOf(fields);
  if (!moved) return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
  return { state: 'paid', amount: moved.amount, channelTradeNo: tradeNoOf(moved.rawDate, moved.serial), paidAt: moved.at, settleDate: moved.settleDate };
}

export function refundFactOf(fields: PlainFields, account: PsbcAccount): RefundFact {
  const { states } = account.config.profile;
  const state = fields['TranSt'] ?? '';
  const channelRefundNo = fields['AcqSsn'] ?? '';
  if (states.processing.includes(state) || states.waiting.includes(state)) return { state: 'processing', ...(channelRefundNo && { channelRefundNo }) };
  if (states.failed.includes(state)) return { state: 'failed', code: `TranSt.${state}`, cause: 'other' };
  if (!states.done.includes(state)) return { state: 'unknown', code: `TranSt.${state.slice(0, 8)}`, cause: 'bank-busy' };
  const moved = movedOf(fields);
  return moved ? { state: 'succeeded', amount: moved.amount, channelRefundNo, at: moved.at } : { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
}
