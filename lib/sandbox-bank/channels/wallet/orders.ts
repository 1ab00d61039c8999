/** The wallet's orders and refunds. */
import { z } from 'zod';
import { bankRfc3339 } from '../../bank/clock';
import type { Incoming, Reply } from '../../bank/http';
import type { RefundResult } from '../../bank/ledger';
import type { Merchant, Order, Refund } from '../../bank/types';
import { closeFlow, createFlow, queryFlow, refundFlow, refundQueryFlow } from '../flows';
import { maintenance, refuse, systemError, tell, type Question } from './wire';

const fen = z.string().regex(/^[1-9]\d{0,10}$/);
const number = z.string().regex(/^[0-9A-Za-z_-]{6,64}$/);
const CreateSchema = z.object({
  orderNo: number,
  amountFen: fen,
  currency: z.literal('CNY'),
  subject: z.string().min(1).max(128),
  expiresAt: z.iso.datetime({ offset: true }),
  notifyUrl: z.url().max(255),
  returnUrl: z.string().max(500).default(''),
});
const RefundSchema = z.object({ refundNo: number, orderNo: number, amountFen: fen, currency: z.literal('CNY'), notifyUrl: z.string().max(255).default('') });
const WINDOW_MS = 365 * 86_400_000;

export const payerPath = (order: Order): string => `/wallet/pay/${order.token}`;

function parsed<T>(schema: z.ZodType<T>, body: Buffer): T | null {
  try {
    const read = schema.safeParse(JSON.parse(body.toString('utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

const trouble = (q: Question) => ({ maintenance: () => maintenance(q), systemError: () => systemError(q) });
const ofOrder = (q: Question, orderNo: string) => ({ merchant: q.merchant, orderNo, order: q.bank.orders.byNumber('wallet', q.merchant.merchantNo, orderNo) });

/** What answers and callbacks say of an order. */
export const orderNode = (merchant: Merchant, order: Order, state: string, amountFen = BigInt(order.amount)) => ({
  merchantNo: merchant.merchantNo,
  orderNo: order.orderNo,
  walletOrderNo: order.tradeNo,
  state,
  amountFen: amountFen.toString(),
  currency: 'CNY',
  ...(state === 'PAID' && order.paidAt !== null && { paidAt: bankRfc3339(order.paidAt) }),
});

const REFUND_STATES = { processing: 'PROCESSING', succeeded: 'SUCCEEDED', failed: 'FAILED' } as const;
export const refundNode = (merchant: Merchant, order: Order, refund: Refund, amountFen = BigInt(refund.amount)) => ({
  merchantNo: merchant.merchantNo,
  orderNo: order.orderNo,
  refundNo: refund.refundNo,
  walletRefundNo: refund.tradeNo,
  state: REFUND_STATES[refund.status],
  amountFen: amountFen.toString(),
  currency: 'CNY',
  ...(refund.finishedAt !== null && { finishedAt: bankRfc3339(refund.finishedAt) }),
});

const malformed = (q: Question) => refuse(q, 400, 'PARAMETER_INVALID', '参数错误');

const missing = (q: Question) => refuse(q, 404, 'ORDER_NOT_FOUND', '订单不存在');
const CREATE_REFUSALS: Readonly<Record<'paid' | 'differs' | 'closed' | 'expired', readonly [number, string, string]>> = {
  paid: [409, 'ORDER_PAID', '订单已支付'], differs: [409, 'ORDER_DIFFERS', '订单号重复且金额不同'], closed: [409, 'ORDER_CLOSED', '订单已关闭'],
  expired: [400, 'PARAMETER_INVALID', '参数错误'],
};

export function create(q: Question, request: Incoming): Promise<Reply> | Reply {
  const { bank, merchant } = q;
  const wanted = parsed(CreateSchema, request.body);
  if (!wanted) return malformed(q);
  return createFlow(bank, {
    channel: 'wallet', merchantNo: merchant.merchantNo, orderNo: wanted.orderNo, amountFen: BigInt(wanted.amountFen), subject: wanted.subject,
    expiresAt: Date.parse(wanted.expiresAt), notifyUrl: wanted.notifyUrl, returnUrl: wanted.returnUrl, request: wanted,
    tradeNo: (day, digits) => `W${day}${digits.slice(0, 14)}`,
  }, {
    ...trouble(q),
    made: (order) => tell(q, { ...orderNode(merchant, order, 'WAITING'), payUrl: `${request.origin}${payerPath(order)}` }),
    refuse: (why) => refuse(q, ...CREATE_REFUSALS[why]),
  });
}

export function query(q: Question, orderNo: string): Promise<Reply> {
  return queryFlow(q.bank, ofOrder(q, orderNo), {
    ...trouble(q),
    missing: () => missing(q),
    unclear: () => systemError(q),
    found: (order, state) => tell(q, orderNode(q.merchant, order, state === 'paid' ? 'PAID' : state === 'pending' ? 'WAITING' : 'CLOSED')),
  });
}

export function close(q: Question, orderNo: string): Promise<Reply> {
  return closeFlow(q.bank, ofOrder(q, orderNo), {
    ...trouble(q),
    missing: () => missing(q),
    closed: (order) => tell(q, orderNode(q.merchant, order, 'CLOSED')),
    paid: () => refuse(q, 409, 'ORDER_PAID', '订单已支付'),
  });
}

const REFUSALS: Readonly<Record<Exclude<RefundResult, { ok: true }>['code'], readonly [string, string]>> = {
  'not-paid': ['ORDER_NOT_PAID', '订单未支付'],
  exceeds: ['REFUND_EXCEEDS', '退款金额超过可退金额'],
  'too-many': ['REFUND_TOO_MANY', '退款次数超限'],
  'duplicate-differs': ['REFUND_DIFFERS', '退款单号重复且金额不同'],
};

export function refund(q: Question, request: Incoming): Promise<Reply> | Reply {
  const wanted = parsed(RefundSchema, request.body);
  if (!wanted) return malformed(q);
  const of = ofOrder(q, wanted.orderNo);
  if (of.order?.paidAt && q.bank.clock.now() - of.order.paidAt > WINDOW_MS) return refuse(q, 409, 'REFUND_WINDOW_OVER', '超过退款期限');
  const what = {
    ...of, refundNo: wanted.refundNo, amountFen: BigInt(wanted.amountFen), notifyUrl: wanted.notifyUrl, tradeNo: (day: string, digits: string) => `R${day}${digits.slice(0, 14)}`,
  };
  return refundFlow(q.bank, what, {
    ...trouble(q),
    missing: () => missing(q),
    refuse: (why) => refuse(q, 409, ...REFUSALS[why]),
    made: (order, made) => tell(q, refundNode(q.merchant, order, made)),
  });
}

export function queryRefund(q: Question, refundNo: string): Promise<Reply> {
  return refundQueryFlow(q.bank, q.merchant, refundNo, {
    ...trouble(q),
    found: (order, found) => tell(q, refundNode(q.merchant, order, found)),
    missing: () => refuse(q, 404, 'REFUND_NOT_FOUND', '退款不存在'),
  });
}
