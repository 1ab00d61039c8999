import { z } from 'zod';
import { assert } from '@/lib/kernel/assert';
import { toDecimal } from '@/lib/kernel/money';
import { compactTime, dashedTime } from '../../china-time';
import type { CallContext, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { AbcAccount } from './config';
import { CNY_CODE, isNotFound, isWaiting, orderFactOf, orderOf, refusalCause, SUCCESS } from './mapping';
import { callServlet } from './wire';

const SUBJECT_MAX = 50;
const created = z.looseObject({ PaymentURL: z.url().max(2_000), OrderNo: z.string().max(64).optional() });

/** The bank answers with the address of its page. The same number with the same content is the same order. */
export async function createOrder(account: AbcAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'ABC takes positive yuan amounts');
  const { profile } = account.config;
  const [date, time] = dashedTime(order.createdAt).split(' ') as [string, string];
  const reply = await callServlet(account, call, {
    TrxType: 'PayReq',
    PaymentType: profile.paymentType,
    PaymentLinkType: '1',
    NotifyType: '1',
    ResultNotifyURL: account.notifyUrl,
    MerchantRemarks: '',
    IsBreakAccount: '0',
    Order: {
      PayTypeID: 'ImmediatePay',
      OrderNo: order.orderNo,
      OrderDate: date.replaceAll('-', '/'),
      OrderTime: time,
      orderTimeoutDate: compactTime(order.expiresAt),
      CurrencyCode: CNY_CODE,
      OrderAmount: toDecimal(order.amount),
      OrderURL: order.returnUrl,
      InstallmentMark: '0',
      CommodityType: '0201',
      OrderItems: [{ ProductName: Array.from(order.subject).slice(0, SUBJECT_MAX).join('') }],
    },
  }, TIMEOUT_MS.create);
  if (reply.kind === 'lost') return reply.outcome.certainty === 'unknown' ? { ...reply.outcome, retry: 'same-number' } : reply.outcome;
  if (reply.code !== SUCCESS) {
    const cause = refusalCause(profile, reply);
    if (cause === null) return { ...unclear(reply.code), retry: 'query-first' };
    return { certainty: 'declined', code: reply.code, cause, message: reply.message };
  }
  const parsed = created.safeParse(reply.response);
  const ours = parsed.success && (parsed.data.OrderNo ?? order.orderNo) === order.orderNo;
  if (!ours) return { ...unclear('answer.malformed'), retry: 'same-number' };
  return { certainty: 'accepted', present: { kind: 'redirect', url: parsed.data.PaymentURL } };
}

export async function queryOrder(
  account: AbcAccount, order: Pick<OrderRef, 'orderNo'>, call: CallContext, timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const { profile } = account.config;
  const request = { TrxType: 'Query', PayTypeID: 'ImmediatePay', OrderNo: order.orderNo, QueryDetail: '1' };
  const reply = await callServlet(account, call, request, timeoutMs);
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (isNotFound(profile, reply)) return { state: 'not-found' };
  if (isWaiting(reply)) return { state: 'unpaid' };
  if (reply.code !== SUCCESS) return { state: 'unknown', code: reply.code, cause: refusalCause(profile, reply) ?? 'other' };
  const found = orderOf(reply.response);
  if (!found) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  return found.OrderNo === order.orderNo ? orderFactOf(profile, found) : { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
}
