/** UnionPay's codes → certainty, cause and fact. Sources: UnionPay demo comments and public implementations [A/B/C]. */
import { money, type Money } from '@/lib/kernel/money';
import { DAY_MS, isBusinessDate, plusMs, type BusinessDate, type Instant } from '@/lib/kernel/time';
import { chinaDate, readCompactTime } from '../../china-time';
import type { Cause, OrderFact, RefundFact } from '../../port';

type Fields = Readonly<Record<string, string>>;

/** A6 is "done, with a defect": the money moved, the statement will tell the rest. */
export const isDone = (code: string): boolean => code === '00' || code === 'A6';
/** Nobody can say yet: ask again. */
const UNCLEAR = new Set(['03', '04', '05', '']);
export const isUnclear = (code: string): boolean => UNCLEAR.has(code);

const REFUSALS: Readonly<Record<string, Cause>> = {
  '01': 'other', '02': 'bank-maintenance', '10': 'merchant-configuration', '11': 'merchant-configuration', '13': 'merchant-configuration',
  '31': 'merchant-configuration', '32': 'merchant-configuration', '33': 'bank-limit', '34': 'not-refundable', '35': 'not-refundable',
  '36': 'not-refundable', '38': 'risk-refused', '39': 'bank-maintenance', '60': 'card-details', '61': 'card-details', '62': 'card-details',
  '63': 'card-details', '64': 'insufficient-balance', '65': 'card-details', '66': 'bank-limit', '67': 'card-details', '68': 'card-details',
};

export type CodeMeaning = { readonly kind: 'done' } | { readonly kind: 'unclear' | 'refused'; readonly cause: Cause };

/** 12 (number exists) and 37 (asked too often) say nothing about the trade, and a code not listed is not a refusal either. */
export function meaningOf(code: string): CodeMeaning {
  if (isDone(code)) return { kind: 'done' };
  const cause = REFUSALS[code];
  if (cause) return { kind: 'refused', cause };
  return { kind: 'unclear', cause: code === '12' ? 'duplicate-order' : code === '37' ? 'bank-busy' : 'other' };
}

export const NO_SUCH_TRADE = '34';
export const NO_FILE = '98';

export function fen(text: string | undefined): Money | null {
  return /^\d{1,12}$/.test(text ?? '') ? money(BigInt(text!), 'CNY') : null;
}

/** `MMDD` and `MMDDhhmmss` carry no year: it is the one that puts them closest after the order's own time. */
function yearFor(monthDay: string, txnTime: Instant): string {
  const year = Number.parseInt(chinaDate(txnTime).slice(0, 4), 10);
  const earliest = chinaDate(plusMs(txnTime, -2 * DAY_MS));
  return `${year}-${monthDay.slice(0, 2)}-${monthDay.slice(2, 4)}` >= earliest ? String(year) : String(year + 1);
}

export function settleDateOf(fields: Fields, txnTime: Instant): BusinessDate | undefined {
  const monthDay = fields['settleDate'] ?? '';
  if (!/^\d{4}$/.test(monthDay)) return undefined;
  const date = `${yearFor(monthDay, txnTime)}-${monthDay.slice(0, 2)}-${monthDay.slice(2)}`;
  return isBusinessDate(date) ? date : undefined;
}

function movedAt(fields: Fields, txnTime: Instant): Instant {
  const traceTime = fields['traceTime'] ?? '';
  return (/^\d{10}$/.test(traceTime) ? readCompactTime(yearFor(traceTime, txnTime) + traceTime) : null) ?? txnTime;
}

/** `code`: respCode of a callback, origRespCode of a query. */
export function orderFactOf(fields: Fields, code: string): OrderFact {
  if (isUnclear(code)) return { state: 'unknown', code: `resp.${code}`, cause: 'other' };
  // Of a payment, 02 says that its time is over; of a call, that the system is closed.
  if (code === '02') return { state: 'closed' };
  const meaning = meaningOf(code);
  if (meaning.kind === 'refused') return { state: 'failed', code, cause: meaning.cause === 'not-refundable' ? 'other' : meaning.cause };
  if (meaning.kind === 'unclear') return { state: 'unknown', code: `resp.${code}`, cause: meaning.cause };
  const txnTime = readCompactTime(fields['txnTime']);
  const amount = fen(fields['txnAmt']);
  const channelTradeNo = fields['queryId'] ?? '';
  if (!amount || txnTime === null || channelTradeNo === '') return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
  const settleDate = settleDateOf(fields, txnTime);
  return { state: 'paid', amount, channelTradeNo, paidAt: movedAt(fields, txnTime), ...(settleDate && { settleDate }) };
}

export function refundFactOf(fields: Fields, code: string): RefundFact {
  const channelRefundNo = fields['queryId'] ?? '';
  if (isUnclear(code)) return { state: 'processing', ...(channelRefundNo && { channelRefundNo }) };
  const meaning = meaningOf(code);
  if (meaning.kind === 'refused') return { state: 'failed', code, cause: meaning.cause };
  if (meaning.kind === 'unclear') return { state: 'unknown', code: `resp.${code}`, cause: meaning.cause };
  const txnTime = readCompactTime(fields['txnTime']);
  const amount = fen(fields['txnAmt']);
  if (!amount || txnTime === null || channelRefundNo === '') return { state: 'unknown', code: 'answer.incomplete', cause: 'other' };
  return { state: 'succeeded', amount, channelRefundNo, at: movedAt(fields, txnTime) };
}
