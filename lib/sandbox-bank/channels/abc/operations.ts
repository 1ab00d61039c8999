/** TrustPay's requests: PayReq, Query, Refund, Settle. */
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import { bankDateTime, parseBankTime } from '../../bank/clock';
import { answer, type Incoming, type Reply } from '../../bank/http';
import { refundedFen, type StateNow } from '../../bank/ledger';
import { fenOf, yuan } from '../../bank/text';
import type { Merchant, Order, Refund } from '../../bank/types';
import { billFlow, createFlow, queryFlow, refundFlow, refundQueryFlow, textIn } from '../flows';
import { packed, refuse, success } from './wire';

export type Trx = Readonly<Record<string, unknown>>;
const LIFETIME_MS = 7_200_000;
const PayReq = z.object({
  ResultNotifyURL: z.url().max(255),
  NotifyType: z.literal('1'),
  PaymentType: z.string().regex(/^[0-9A-Z]$/),
  Order: z.object({
    PayTypeID: z.literal('ImmediatePay'), OrderNo: z.string().regex(/^[0-9A-Za-z]{1,30}$/), OrderAmount: z.string(), CurrencyCode: z.literal('156'),
    orderTimeoutDate: z.string().optional(), OrderURL: z.string().max(500).default(''), OrderItems: z.array(z.object({ ProductName: z.string() })).default([]),
  }),
});

const trouble = (bank: Bank) => ({ maintenance: () => refuse(bank, '9999', '系统维护中'), systemError: () => refuse(bank, '9999', '系统异常') });
export const payerPath = (order: Order): string => `/abc/pay/${order.token}`;

function payReq(bank: Bank, merchant: Merchant, trx: Trx, request: Incoming): Promise<Reply> {
  const parsed = PayReq.safeParse(trx);
  const amountFen = parsed.success ? fenOf(parsed.data.Order.OrderAmount) : null;
  if (!parsed.success || amountFen === null || amountFen <= 0n) return refuse(bank, '2001', '请求参数有误');
  const { Order: wanted, ResultNotifyURL } = parsed.data;
  const timeout = wanted.orderTimeoutDate === undefined ? null : parseBankTime(wanted.orderTimeoutDate);
  return createFlow(bank, {
    channel: 'abc', merchantNo: merchant.merchantNo, orderNo: wanted.OrderNo, amountFen, subject: wanted.OrderItems[0]?.ProductName ?? merchant.merchantName,
    expiresAt: timeout ?? bank.clock.now() + LIFETIME_MS, notifyUrl: ResultNotifyURL, returnUrl: wanted.OrderURL, request: wanted,
    tradeNo: (day, digits) => `9${day.slice(2)}${digits.slice(0, 13)}`,
  }, {
    ...trouble(bank),
    // Before a request is understood the servlet fails as a web server does.
    systemError: () => answer(500, 'Internal Server Error', { 'content-type': 'text/plain' }),
    made: (order) => success(bank, { TrxType: 'PayReq', OrderNo: order.orderNo, PaymentURL: `${request.origin}${payerPath(order)}` }),
    refuse: (why) => (why === 'differs' || why === 'paid' ? refuse(bank, '2101', '订单号重复') : refuse(bank, '2102', '订单已失效')),
  });
}

const hostOf = (at: number): { readonly HostDate: string; readonly HostTime: string } => {
  const [date = '', time = ''] = bankDateTime(at).split(' ');
  return { HostDate: date.replaceAll('-', '/'), HostTime: time };
};

function statusOf(bank: Bank, order: Order, state: StateNow): string {
  if (state !== 'paid') return state === 'failed' ? '99' : '01';
  return refundedFen(bank, order) === BigInt(order.amount) ? '05' : '03';
}

function query(bank: Bank, merchant: Merchant, trx: Trx): Promise<Reply> {
  const orderNo = textIn(trx, 'OrderNo');
  const missing = () => refuse(bank, '2009', '无此订单');
  if (trx['PayTypeID'] === 'Refund') {
    return refundQueryFlow(bank, merchant, orderNo, { ...trouble(bank), missing, found: (_order, refund) => success(bank, { Order: refundView(refund) }) });
  }
  const shown = (order: Order, status: string) => {
    const { HostDate: OrderDate, HostTime: OrderTime } = hostOf(order.createdAt);
    return packed({
      PayTypeID: 'ImmediatePay', OrderNo: order.orderNo, OrderDate, OrderTime, OrderAmount: yuan(BigInt(order.amount)), Status: status, OrderDesc: order.subject,
      ...(order.paidAt !== null && status !== '02' && { iRspRef: order.tradeNo, ...hostOf(order.paidAt) }),
    });
  };
  const order = bank.orders.byNumber('abc', merchant.merchantNo, orderNo);
  return queryFlow(bank, { merchant, order, orderNo }, {
    ...trouble(bank),
    missing,
    found: (of, state) => success(bank, { Order: shown(of, statusOf(bank, of, state)) }),
    unclear: () => success(bank, { Order: shown(order!, '02') }),
  });
}

const REFUND_STATES = { succeeded: '05', failed: '99', processing: '02' } as const;
const refundView = (refund: Refund): string => packed({
  PayTypeID: 'Refund', OrderNo: refund.refundNo, OrderAmount: yuan(BigInt(refund.amount)), Status: REFUND_STATES[refund.status],
  ...(refund.finishedAt !== null && { iRspRef: refund.tradeNo, ...hostOf(refund.finishedAt) }),
});

function refundOrder(bank: Bank, merchant: Merchant, trx: Trx): Promise<Reply> {
  const [orderNo, refundNo, amountFen] = [textIn(trx, 'OrderNo'), textIn(trx, 'NewOrderNo'), fenOf(textIn(trx, 'TrxAmount'))];
  if (!/^[0-9A-Za-z]{1,30}$/.test(refundNo) || amountFen === null) return refuse(bank, '2001', '请求参数有误');
  const order = bank.orders.byNumber('abc', merchant.merchantNo, orderNo);
  const tradeNo = (day: string, digits: string): string => `8${day.slice(2)}${digits.slice(0, 13)}`;
  return refundFlow(bank, { merchant, order, orderNo, refundNo, amountFen, notifyUrl: '', tradeNo }, {
    ...trouble(bank),
    made: (of, refund) => success(bank, {
      TrxType: 'Refund', OrderNo: of.orderNo, NewOrderNo: refund.refundNo, TrxAmount: yuan(BigInt(refund.amount)), BatchNo: '000001', VoucherNo: '000001',
      ...(refund.finishedAt !== null && { iRspRef: refund.tradeNo, ...hostOf(refund.finishedAt) }),
    }),
    refuse: (why) => refuse(bank, why === 'exceeds' ? '2202' : '2201', '不允许退款'),
    missing: () => refuse(bank, '2009', '无此订单'),
  });
}

function settle(bank: Bank, merchant: Merchant, trx: Trx): Promise<Reply> {
  return billFlow(bank, merchant, textIn(trx, 'SettleDate').replaceAll('/', '-'), {
    ...trouble(bank),
    file: (bytes) => success(bank, { TrxType: 'Settle', SettleType: 'SETTLE', ZIPDetailRecords: gzipSync(bytes).toString('base64') }),
    late: () => refuse(bank, '2302', '对账单生成中'),
    none: () => refuse(bank, '2301', '无对账记录'),
  });
}

export const REQUESTS: ReadonlyMap<string, (bank: Bank, merchant: Merchant, trx: Trx, request: Incoming) => Promise<Reply>> = new Map([
  ['PayReq', payReq], ['Query', query], ['Refund', refundOrder], ['Settle', settle],
]);
