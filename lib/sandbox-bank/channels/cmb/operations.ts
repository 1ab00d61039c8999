/** Polypay's operations on mchorders. */
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import { bankStamp } from '../../bank/clock';
import type { Incoming, Reply } from '../../bank/http';
import type { StateNow } from '../../bank/ledger';
import type { Merchant, Order, Refund } from '../../bank/types';
import { billFlow, closeFlow, createFlow, fileAddress, queryFlow, refundFlow, refundQueryFlow, textIn, type Asked } from '../flows';
import { refuse, success, unclear, type CmbRequest } from './wire';

const LIFETIME_S = 7_200;
const Create = z.object({
  orderId: z.string().regex(/^[0-9A-Za-z]{1,32}$/), userId: z.string().min(1).max(32), txnAmt: z.string().regex(/^[1-9]\d{0,11}$/),
  notifyUrl: z.url().max(255), payValidTime: z.string().regex(/^\d{1,6}$/).optional(), body: z.string().max(128).optional(),
});
const RefundWish = z.object({
  orderId: z.string().regex(/^[0-9A-Za-z]{1,32}$/), origOrderId: z.string().max(64), refundAmt: z.string().regex(/^[1-9]\d{0,11}$/),
  txnAmt: z.string().regex(/^[1-9]\d{0,11}$/), notifyUrl: z.url().max(255).optional(),
});

const trouble = (bank: Bank) => ({
  maintenance: () => unclear(bank, 'SYSTERM_MAINTAINING'),
  systemError: () => unclear(bank),
  busy: () => refuse(bank, 'OPERATING_FREQUENTLY', '操作频繁'),
});

export const codeOf = (request: Incoming, order: Order): string => `${request.origin}/cmb/pay/${order.token}`;

function create(bank: Bank, { merchant, content }: CmbRequest, request: Incoming): Promise<Reply> {
  const parsed = Create.safeParse(content);
  if (!parsed.success) return refuse(bank, 'PARAM_ERROR', `参数错误: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  const { orderId, txnAmt, notifyUrl, payValidTime, body } = parsed.data;
  return createFlow(bank, {
    channel: 'cmb', merchantNo: merchant.merchantNo, orderNo: orderId, amountFen: BigInt(txnAmt), subject: body ?? merchant.merchantName,
    expiresAt: bank.clock.now() + Number(payValidTime ?? LIFETIME_S) * 1_000, notifyUrl, returnUrl: '', request: parsed.data,
    tradeNo: (day, digits) => `1004${day}${digits.slice(0, 16)}`,
  }, {
    ...trouble(bank),
    // The error of a create is plain HTTP 500: the bank's front server, not polypay, fails then.
    systemError: () => ({ kind: 'answer', status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error' }),
    made: (order) => success(bank, {
      merId: merchant.merchantNo, orderId, cmbOrderId: order.tradeNo, qrCode: codeOf(request, order), txnTime: bankStamp(order.createdAt),
    }),
    refuse: (why) => {
      if (why === 'paid') return refuse(bank, 'ORDER_PAID', '订单已支付');
      if (why === 'differs') return refuse(bank, 'ORDER_DUPLICATE', '商户订单号重复');
      return refuse(bank, why === 'closed' ? 'ORDER_CLOSED' : 'PARAM_ERROR', '订单已关闭或已过期');
    },
  });
}

const STATES: Readonly<Record<StateNow, string>> = { pending: 'P', paid: 'S', closed: 'C', expired: 'C', failed: 'F' };

/** The order as queries and callbacks show it. */
export function orderView(merchant: Merchant, order: Order, state: StateNow, amountFen: bigint): Record<string, string> {
  const paid = order.paidAt === null ? '' : bankStamp(order.paidAt);
  return {
    merId: merchant.merchantNo, orderId: order.orderNo, cmbOrderId: order.tradeNo, txnAmt: amountFen.toString(), currencyCode: '156',
    tradeState: STATES[state], txnTime: bankStamp(order.createdAt), mchReserved: '',
    ...(paid && { payType: 'WX', openId: `oSandbox${order.token}`, endDate: paid.slice(0, 8), endTime: paid.slice(8) }),
  };
}

const REFUND_STATES = { processing: 'P', succeeded: 'S', failed: 'F' } as const;

export function refundView(merchant: Merchant, order: Order, refund: Refund, amountFen: bigint): Record<string, string> {
  const done = refund.finishedAt === null ? '' : bankStamp(refund.finishedAt);
  return {
    merId: merchant.merchantNo, orderId: refund.refundNo, origOrderId: order.orderNo, cmbOrderId: refund.tradeNo, txnAmt: order.amount,
    refundAmt: amountFen.toString(), currencyCode: '156', refundState: REFUND_STATES[refund.status], txnTime: bankStamp(refund.createdAt),
    ...(refund.status === 'failed' && { failureReason: 'CARD_CLOSED' }),
    ...(done && { endDate: done.slice(0, 8), endTime: done.slice(8) }),
  };
}

function asked(bank: Bank, { merchant, content }: CmbRequest, field: string): Asked {
  const orderNo = textIn(content, field);
  return { merchant, orderNo, order: bank.orders.byNumber('cmb', merchant.merchantNo, orderNo) };
}

function query(bank: Bank, request: CmbRequest): Promise<Reply> {
  return queryFlow(bank, asked(bank, request, 'orderId'), {
    ...trouble(bank),
    found: (order, state) => success(bank, orderView(request.merchant, order, state, BigInt(order.amount))),
    unclear: () => unclear(bank),
    missing: () => refuse(bank, 'ORDERID_INVALID', '商户订单号不存在'),
  });
}

function close(bank: Bank, request: CmbRequest): Promise<Reply> {
  return closeFlow(bank, asked(bank, request, 'origOrderId'), {
    ...trouble(bank),
    closed: (order) => success(bank, { merId: request.merchant.merchantNo, origOrderId: order.orderNo, closeState: 'S' }),
    paid: () => refuse(bank, 'ORDER_PAID', '订单已支付'),
    missing: () => refuse(bank, 'ORDERID_INVALID', '商户订单号不存在'),
  });
}

const REFUSALS = {
  'not-paid': ['ORDER_NOT_PAID', '原订单未支付'], exceeds: ['REFUND_AMT_EXCEED', '退款金额超限'],
  'too-many': ['REFUND_TIMES_EXCEED', '退款次数超限'], 'duplicate-differs': ['REFUND_DUPLICATE', '退款单号重复'],
} as const;

function refund(bank: Bank, request: CmbRequest): Promise<Reply> {
  const { merchant, content } = request;
  const parsed = RefundWish.safeParse(content);
  const of = asked(bank, request, 'origOrderId');
  if (!parsed.success) return refuse(bank, 'PARAM_ERROR', '参数错误');
  const { orderId, refundAmt, notifyUrl } = parsed.data;
  return refundFlow(bank, {
    ...of, refundNo: orderId, amountFen: BigInt(refundAmt), notifyUrl: notifyUrl ?? of.order?.notifyUrl ?? '',
    tradeNo: (day, digits) => `2004${day}${digits.slice(0, 16)}`,
  }, {
    ...trouble(bank),
    made: (order, made) => success(bank, refundView(merchant, order, made, BigInt(made.amount))),
    refuse: (why) => {
      const known = (REFUSALS as Readonly<Record<string, readonly [string, string]>>)[why];
      return known ? refuse(bank, known[0], known[1]) : refuse(bank, 'MCH_FORWARD_AMOUNT_LESS', '商户可用余额不足');
    },
    missing: () => refuse(bank, 'ORDER_NOT_PAID', '原订单不存在'),
  });
}

function refundQuery(bank: Bank, { merchant, content }: CmbRequest): Promise<Reply> {
  return refundQueryFlow(bank, merchant, textIn(content, 'orderId'), {
    ...trouble(bank),
    found: (order, found) => success(bank, refundView(merchant, order, found, BigInt(found.amount))),
    missing: () => refuse(bank, 'REFUND_NOT_EXIST', '退款单号不存在'),
  });
}

function statement(bank: Bank, { merchant, content }: CmbRequest, request: Incoming): Promise<Reply> {
  const date = textIn(content, 'billDate').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return billFlow(bank, merchant, date, {
    ...trouble(bank),
    file: () => success(bank, { merId: merchant.merchantNo, fileDownloadUrl: fileAddress(bank, request, merchant, date) }),
    late: () => refuse(bank, 'STATEMENT_NOT_READY', '对账单生成中'),
    none: () => refuse(bank, 'STATEMENT_NOT_EXIST', '对账单不存在'),
  });
}

export const OPERATIONS: ReadonlyMap<string, (bank: Bank, asked: CmbRequest, request: Incoming) => Promise<Reply>> = new Map([
  ['qrcodeapply', create], ['orderquery', query], ['close', close], ['refund', refund], ['refundquery', refundQuery], ['statementurl', statement],
]);
