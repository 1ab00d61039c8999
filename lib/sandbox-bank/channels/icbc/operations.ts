/** ICBC's operations: the hosted page, query and close in one, refund, refund query, the day file. */
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import { bankStamp } from '../../bank/clock';
import { html, redirect, type Incoming, type Reply } from '../../bank/http';
import type { StateNow } from '../../bank/ledger';
import type { Merchant, Order, Refund } from '../../bank/types';
import { resultPage } from '../../pages/payer-page';
import { billFlow, closeFlow, createFlow, fileAddress, queryFlow, refundFlow, refundQueryFlow, textIn, type Asked } from '../flows';
import { refuse, success } from './wire';

export type Content = Readonly<Record<string, unknown>>;
const LIFETIME_S = 7_200;
const Page = z.object({
  mer_id: z.string(), mer_prtcl_no: z.string(), out_trade_no: z.string().regex(/^[0-9A-Za-z]{1,35}$/), total_fee: z.string().regex(/^[1-9]\d{0,11}$/),
  expire_time: z.string().regex(/^\d{1,6}$/).optional(), body: z.string().max(128).optional(), notify_type: z.enum(['HS', 'AG']),
  result_type: z.enum(['0', '1']).default('1'), mer_url: z.url().max(255), return_url: z.string().max(500).optional(),
});

const trouble = (bank: Bank) => ({ maintenance: () => refuse(bank, '500018', '系统维护中'), systemError: () => refuse(bank, '500020', '系统异常') });
export const payerPath = (order: Order): string => `/icbc/pay/${order.token}`;

/** The payer's browser arrives with the merchant's signed form. */
export function openPage(bank: Bank, merchant: Merchant, request: Incoming, content: Content): Promise<Reply> | Reply {
  const page = (kind: 'refused' | 'maintenance' | 'error' | 'closed', status: number): Reply => html(resultPage(kind, request.lang), status);
  const parsed = Page.safeParse(content);
  if (!parsed.success || parsed.data.mer_id !== merchant.merchantNo || parsed.data.mer_prtcl_no !== merchant.config.merPrtclNo) return page('refused', 400);
  const wanted = parsed.data;
  return createFlow(bank, {
    channel: 'icbc', merchantNo: merchant.merchantNo, orderNo: wanted.out_trade_no, amountFen: BigInt(wanted.total_fee),
    subject: wanted.body ?? merchant.merchantName, expiresAt: bank.clock.now() + Number(wanted.expire_time ?? LIFETIME_S) * 1_000,
    notifyUrl: wanted.notify_type === 'HS' ? wanted.mer_url : '', returnUrl: wanted.return_url ?? '', request: wanted,
    tradeNo: (day, digits) => `0200${day}${digits.slice(0, 16)}`,
  }, {
    maintenance: () => page('maintenance', 503),
    systemError: () => page('error', 500),
    made: (order) => redirect(payerPath(order)),
    refuse: (why) => (why === 'differs' ? page('refused', 400) : page('closed', 400)),
  });
}

const STATES: Readonly<Record<StateNow, string>> = { paid: '0', failed: '1', closed: '3', expired: '3', pending: '4' };

export function orderView(merchant: Merchant, order: Order, state: StateNow, amountFen: bigint): Record<string, string> {
  return {
    mer_id: merchant.merchantNo, out_trade_no: order.orderNo, order_id: order.tradeNo, pay_status: STATES[state], total_amt: amountFen.toString(),
    fee_type: '001', attach: '', ...(order.paidAt !== null && { pay_time: bankStamp(order.paidAt), payment_amt: amountFen.toString() }),
  };
}

function asked(bank: Bank, merchant: Merchant, content: Content): Asked {
  const orderNo = textIn(content, 'out_trade_no');
  return { merchant, orderNo, order: bank.orders.byNumber('icbc', merchant.merchantNo, orderNo) };
}

function orderQuery(bank: Bank, merchant: Merchant, content: Content): Promise<Reply> {
  const of = asked(bank, merchant, content);
  const missing = () => refuse(bank, '93001', '订单不存在');
  const found = (order: Order, state: StateNow) => success(bank, orderView(merchant, order, state, BigInt(order.amount)));
  if (content['deal_flag'] === '1') {
    return closeFlow(bank, of, { ...trouble(bank), closed: (order) => found(order, 'closed'), paid: (order) => found(order, 'paid'), missing });
  }
  const unclear = () => success(bank, { out_trade_no: of.orderNo, pay_status: '2' });
  return queryFlow(bank, of, { ...trouble(bank), found, unclear, missing });
}

const REFUND_STATES = { succeeded: '0', failed: '1', processing: '2' } as const;
const refundView = (order: Order, refund: Refund): Record<string, string> => ({
  out_trade_no: order.orderNo, order_id: order.tradeNo, outtrx_serial_no: refund.refundNo, intrx_serial_no: refund.tradeNo,
  ret_total_amt: refund.amount, ...(refund.finishedAt !== null && { refund_time: bankStamp(refund.finishedAt) }),
});

function refundOrder(bank: Bank, merchant: Merchant, content: Content): Promise<Reply> {
  const amount = textIn(content, 'ret_total_amt');
  const refundNo = textIn(content, 'outtrx_serial_no');
  if (!/^[1-9]\d{0,11}$/.test(amount) || !/^[0-9A-Za-z]{1,40}$/.test(refundNo)) return refuse(bank, '400011', '参数错误');
  const tradeNo = (day: string, digits: string): string => `0300${day}${digits.slice(0, 16)}`;
  return refundFlow(bank, { ...asked(bank, merchant, content), refundNo, amountFen: BigInt(amount), notifyUrl: '', tradeNo }, {
    ...trouble(bank),
    made: (order, refund) => success(bank, refundView(order, refund)),
    refuse: (why) => (why === 'exceeds' ? refuse(bank, '93102', '退款金额超限') : refuse(bank, '93101', '原订单不可退款')),
    missing: () => refuse(bank, '93001', '订单不存在'),
  });
}

function refundQuery(bank: Bank, merchant: Merchant, content: Content): Promise<Reply> {
  return refundQueryFlow(bank, merchant, textIn(content, 'outtrx_serial_no'), {
    ...trouble(bank),
    found: (order, refund) => success(bank, { ...refundView(order, refund), pay_status: REFUND_STATES[refund.status] }),
    missing: () => refuse(bank, '93001', '退款不存在'),
  });
}

function dayFileAddress(bank: Bank, merchant: Merchant, content: Content, request: Incoming): Promise<Reply> {
  const date = textIn(content, 'bill_date').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  return billFlow(bank, merchant, date, {
    ...trouble(bank),
    file: () => success(bank, { file_url: fileAddress(bank, request, merchant, date) }),
    late: () => refuse(bank, '93202', '对账单生成中'),
    none: () => refuse(bank, '93201', '对账单不存在'),
  });
}

const B2C = '/api/cardbusiness/aggregatepay/b2c/online';
export const PAGE_PATH = '/ui/cardbusiness/aggregatepay/b2c/online/ui/consumepurchaseshowpay/V1';
export const OPERATIONS: ReadonlyMap<string, (bank: Bank, merchant: Merchant, content: Content, request: Incoming) => Promise<Reply>> = new Map([
  [`${B2C}/orderqry/V1`, orderQuery], [`${B2C}/merrefund/V1`, refundOrder], [`${B2C}/refundqry/V1`, refundQuery],
  [`${B2C}/paydownload/V1`, dayFileAddress],
]);
