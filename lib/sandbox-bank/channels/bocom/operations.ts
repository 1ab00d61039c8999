/** BOCOM's MPNG transactions. Orders are named by number and day; another day is another order. */
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import { bankStamp, parseBankTime } from '../../bank/clock';
import { answer, type Incoming, type Reply } from '../../bank/http';
import { refundedFen, type StateNow } from '../../bank/ledger';
import { fenOf, yuan } from '../../bank/text';
import type { Merchant, Order, Refund } from '../../bank/types';
import { billFlow, closeFlow, createFlow, queryFlow, refundFlow, refundQueryFlow, textIn, type Asked } from '../flows';
import { refuse, success, unclear } from './wire';

export type Body = Readonly<Record<string, unknown>>;
const day = z.string().regex(/^\d{8}$/);
const Create = z.object({
  mer_trade_date: day, mer_trade_time: z.string().regex(/^\d{6}$/), pay_mer_tran_no: z.string().regex(/^[0-9A-Za-z]{1,32}$/), total_amount: z.string(),
  currency: z.literal('CNY'), tran_scene: z.string().min(1).max(64), tran_content: z.string().max(128).optional(), valid_period: z.string().optional(),
  notify_url: z.string().regex(/^[\w-]+@https?:\/\/.{1,250}$/),
});
const LIFETIME_MS = 7_200_000;

const trouble = (bank: Bank) => ({
  maintenance: () => unclear(bank, 'MPNG9002', '系统维护中'),
  systemError: () => unclear(bank, 'MPNG9001', '系统异常'),
});
const addressIn = (text: string): string => text.slice(text.indexOf('@') + 1);

function create(bank: Bank, merchant: Merchant, body: Body, request: Incoming): Promise<Reply> {
  const parsed = Create.safeParse(body);
  const amountFen = parsed.success ? fenOf(parsed.data.total_amount) : null;
  if (!parsed.success || amountFen === null || amountFen <= 0n) return refuse(bank, 'MPNG4001', '请求参数有误');
  const wanted = parsed.data;
  const until = wanted.valid_period === undefined ? null : parseBankTime(wanted.valid_period);
  return createFlow(bank, {
    channel: 'bocom', merchantNo: merchant.merchantNo, orderNo: wanted.pay_mer_tran_no, amountFen, subject: wanted.tran_content ?? merchant.merchantName,
    expiresAt: until ?? bank.clock.now() + LIFETIME_MS, notifyUrl: addressIn(wanted.notify_url), returnUrl: '', request: wanted,
    tradeNo: (date, digits) => `MPNG${date}${digits.slice(0, 14)}`,
  }, {
    ...trouble(bank),
    systemError: () => answer(500, 'Internal Server Error', { 'content-type': 'text/plain' }),
    made: (order) => success(bank, {
      mer_ptc_id: merchant.merchantNo, pay_mer_tran_no: order.orderNo, sys_order_no: order.tradeNo, tran_package: `${request.origin}/bocom/pay/${order.token}`,
    }),
    refuse: (why) => {
      if (why === 'paid') return refuse(bank, 'MPNG4010', '订单已支付');
      return why === 'differs' ? refuse(bank, 'MPNG4012', '订单号重复') : refuse(bank, 'MPNG4011', '订单已关闭');
    },
  });
}

function statusOf(bank: Bank, order: Order, state: StateNow): string {
  if (state !== 'paid') return state === 'pending' || state === 'failed' ? 'WAITPAY' : 'CLOSED';
  const back = refundedFen(bank, order);
  if (back === 0n) return 'PAIED';
  return back === BigInt(order.amount) ? 'REFUNDALL' : 'REFUNDED';
}

export function orderView(bank: Bank, merchant: Merchant, order: Order, state: StateNow, amountFen: bigint): Record<string, string> {
  return {
    mer_ptc_id: merchant.merchantNo, pay_mer_tran_no: order.orderNo, sys_order_no: order.tradeNo, order_status: statusOf(bank, order, state),
    total_amount: yuan(amountFen), currency: 'CNY', ...(order.paidAt !== null && { pay_time: bankStamp(order.paidAt) }),
  };
}

function asked(bank: Bank, merchant: Merchant, body: Body): Asked {
  const orderNo = textIn(body, 'pay_mer_tran_no');
  const order = bank.orders.byNumber('bocom', merchant.merchantNo, orderNo);
  const onThatDay = order && (JSON.parse(order.request) as { mer_trade_date: string }).mer_trade_date === textIn(body, 'mer_trade_date');
  return { merchant, orderNo, order: onThatDay ? order : undefined };
}

function query(bank: Bank, merchant: Merchant, body: Body): Promise<Reply> {
  return queryFlow(bank, asked(bank, merchant, body), {
    ...trouble(bank),
    found: (order, state) => success(bank, orderView(bank, merchant, order, state, BigInt(order.amount))),
    unclear: () => unclear(bank, 'MPNG9003', '处理中'),
    missing: () => refuse(bank, 'MPNG4004', '订单不存在'),
  });
}

function close(bank: Bank, merchant: Merchant, body: Body): Promise<Reply> {
  return closeFlow(bank, asked(bank, merchant, body), {
    ...trouble(bank),
    closed: (order) => success(bank, { mer_ptc_id: merchant.merchantNo, pay_mer_tran_no: order.orderNo, close_mer_tran_no: textIn(body, 'close_mer_tran_no') }),
    paid: () => refuse(bank, 'MPNG4010', '订单已支付'),
    missing: () => refuse(bank, 'MPNG4004', '订单不存在'),
  });
}

const REFUND_STATES = { processing: 'PROCESS', succeeded: 'SUCCESS', failed: 'FAILURE' } as const;

export function refundView(merchant: Merchant, order: Order, refund: Refund, amountFen: bigint): Record<string, string> {
  return {
    mer_ptc_id: merchant.merchantNo, refund_mer_tran_no: refund.refundNo, pay_mer_tran_no: order.orderNo, sys_order_no: refund.tradeNo,
    amount: yuan(amountFen), currency: 'CNY', tran_state: REFUND_STATES[refund.status],
    ...(refund.finishedAt !== null && { refund_time: bankStamp(refund.finishedAt) }),
  };
}

function refundOrder(bank: Bank, merchant: Merchant, body: Body): Promise<Reply> {
  const [refundNo, amountFen] = [textIn(body, 'refund_mer_tran_no'), fenOf(textIn(body, 'amount'))];
  if (!/^[0-9A-Za-z]{1,32}$/.test(refundNo) || amountFen === null) return refuse(bank, 'MPNG4001', '请求参数有误');
  const of = asked(bank, merchant, body);
  const notifyUrl = addressIn(textIn(body, 'notify_url')) || of.order?.notifyUrl || '';
  const tradeNo = (date: string, digits: string): string => `MPNR${date}${digits.slice(0, 14)}`;
  return refundFlow(bank, { ...of, refundNo, amountFen, notifyUrl, tradeNo }, {
    ...trouble(bank),
    made: (order, refund) => success(bank, refundView(merchant, order, refund, BigInt(refund.amount))),
    refuse: (why) => refuse(bank, why === 'exceeds' ? 'MPNG4021' : 'MPNG4020', '不允许退款'),
    missing: () => refuse(bank, 'MPNG4004', '订单不存在'),
  });
}

function refundQuery(bank: Bank, merchant: Merchant, body: Body): Promise<Reply> {
  return refundQueryFlow(bank, merchant, textIn(body, 'refund_mer_tran_no'), {
    ...trouble(bank),
    found: (order, refund) => success(bank, refundView(merchant, order, refund, BigInt(refund.amount))),
    missing: () => refuse(bank, 'MPNG4004', '退款不存在'),
  });
}

function dayFileOf(bank: Bank, merchant: Merchant, body: Body): Promise<Reply> {
  return billFlow(bank, merchant, textIn(body, 'bill_date'), {
    ...trouble(bank),
    file: (bytes, fileName) => success(bank, { file_name: fileName, file_content: Buffer.from(bytes).toString('base64') }),
    late: () => refuse(bank, 'MPNG4032', '对账单生成中'),
    none: () => refuse(bank, 'MPNG4031', '对账单不存在'),
  });
}

export const TRANSACTIONS: ReadonlyMap<string, (bank: Bank, merchant: Merchant, body: Body, request: Incoming) => Promise<Reply>> = new Map([
  ['MPNG210005', create], ['MPNG020702', query], ['MPNG020705', close], ['MPNG020701', refundOrder], ['MPNG020703', refundQuery], ['MPNG020710', dayFileOf],
]);
