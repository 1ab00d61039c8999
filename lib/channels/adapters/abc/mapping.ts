/** ABC's words → certainty, cause and fact. What is not listed is unknown. */
import { z } from 'zod';
import { money, parseDecimal, type Money } from '@/lib/kernel/money';
import type { Instant } from '@/lib/kernel/time';
import { readDashedTime } from '../../china-time';
import type { Cause, OrderFact, RefundFact } from '../../port';
import { strictBase64 } from '../../signatures/rsa';
import { textOf } from '../form';
import { parseJson } from '../json-text';
import type { AbcProfile } from './profile';
import type { AbcAnswer } from './wire';

export const SUCCESS = '0000';
/** The payer is asked for the password at this moment. */
const WAITING_FOR_PAYER = 'AP6419';
export const CNY_CODE = '156';

export const isWaiting = (answer: AbcAnswer): boolean => answer.code === WAITING_FOR_PAYER;
export const isNotFound = (profile: AbcProfile, answer: AbcAnswer): boolean => profile.notFoundCodes.includes(answer.code);
export const refusalCause = (profile: AbcProfile, answer: AbcAnswer): Cause | null => profile.refusalCauses[answer.code] ?? null;

/** `12.30`, `12.3` or `12` yuan exactly; null otherwise. */
export function yuan(text: string | undefined): Money | null {
  if (!/^\d{1,12}(?:\.\d{1,2})?$/.test(text ?? '')) return null;
  const amount = parseDecimal(text!, 'CNY');
  return amount.ok && amount.value.minor > 0n ? money(amount.value.minor, 'CNY') : null;
}

/** `2026/11/22` and `10:00:00`. */
export const hostTime = (date: string | undefined, time: string | undefined): Instant | null =>
  readDashedTime(`${(date ?? '').replaceAll('/', '-')} ${time ?? ''}`);

const text = z.string().max(128);
const orderSchema = z.object({
  OrderNo: text, OrderAmount: text, Status: text, CurrencyCode: text.default(CNY_CODE), iRspRef: text.optional(), HostDate: text.optional(),
  HostTime: text.optional(),
});
export type AbcOrder = z.infer<typeof orderSchema>;

/** `Order` is base64 over JSON in the bank's encoding. */
export function orderOf(response: unknown): AbcOrder | null {
  const packed = z.looseObject({ Order: z.string().max(100_000) }).safeParse(response);
  const bytes = packed.success ? strictBase64(packed.data.Order) : null;
  const parsed = orderSchema.safeParse(bytes ? parseJson(textOf(bytes, 'gb18030') ?? '') : undefined);
  return parsed.success ? parsed.data : null;
}

const unknown = (code: string): { state: 'unknown'; code: string; cause: Cause } => ({ state: 'unknown', code, cause: 'other' });

/** What names the trade at the bank, the same in callback and query. */
export const referenceOf = (profile: AbcProfile, orderNo: string, iRspRef: string | undefined): string =>
  profile.referenceField === 'OrderNo' ? orderNo : (iRspRef ?? '');

/** 01 unpaid, 02 no reply yet, 03 paid, 04 settled, 05 refunded (it was paid), 99 failed. */
export function orderFactOf(profile: AbcProfile, order: AbcOrder): OrderFact {
  switch (order.Status) {
    case '01':
      return { state: 'unpaid' };
    case '99':
      return { state: 'failed', code: 'status.99', cause: 'other' };
    case '03':
    case '04':
    case '05':
      break;
    default:
      return unknown(`status.${order.Status}`);
  }
  const amount = yuan(order.OrderAmount);
  const paidAt = hostTime(order.HostDate, order.HostTime);
  const channelTradeNo = referenceOf(profile, order.OrderNo, order.iRspRef);
  if (!amount || paidAt === null || channelTradeNo === '' || order.CurrencyCode !== CNY_CODE) return unknown('answer.incomplete');
  return { state: 'paid', amount, channelTradeNo, paidAt };
}

/** A refund as the query shows it: its own number, and 05 once it is done. */
export function refundFactOf(order: AbcOrder): RefundFact {
  if (order.Status === '02') return { state: 'processing' };
  if (order.Status === '99') return { state: 'failed', code: 'status.99', cause: 'other' };
  const amount = yuan(order.OrderAmount);
  const at = hostTime(order.HostDate, order.HostTime);
  if (order.Status !== '05') return unknown(`status.${order.Status}`);
  if (!amount || at === null || !order.iRspRef) return unknown('answer.incomplete');
  return { state: 'succeeded', amount, channelRefundNo: order.iRspRef, at };
}
