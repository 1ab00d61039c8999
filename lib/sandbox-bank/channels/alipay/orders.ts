/** Alipay's trade: born when the payer arrives at the page, then queried and closed by number. */
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import { bankDateTime, parseBankTime } from '../../bank/clock';
import { html, redirect, type Incoming, type Reply } from '../../bank/http';
import { closeOrder, isUnclear, makeOrder, refundedFen, stateOf } from '../../bank/ledger';
import { fenOf, yuan } from '../../bank/text';
import type { Merchant, Order } from '../../bank/types';
import { underFaults } from '../../bank/under-faults';
import { resultPage } from '../../pages/payer-page';
import { qrCode } from './code';
import { businessFailure, callerError, success, unavailable } from './wire';

const LIFETIME_MS = 15 * 86_400_000;
const FEN_MAX = 10_000_000_000n;

const PagePaySchema = z.object({
  out_trade_no: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/),
  total_amount: z.string(),
  subject: z.string().min(1).max(256),
  time_expire: z.string().optional(),
});

export const payerPath = (order: Order): string => `/alipay/cashier/${order.token}`;

const pageError = (request: Incoming, status = 400): Reply => html(resultPage('refused', request.lang), status);

/** The payer's browser arrives with the merchant's signed form. The same number with the same amount is the same trade. */
export async function pagePay(
  bank: Bank,
  merchant: Merchant,
  request: Incoming,
  fields: Readonly<Record<string, string>>,
  biz: unknown,
): Promise<Reply> {
  const parsed = PagePaySchema.safeParse(biz);
  const amountFen = parsed.success ? fenOf(parsed.data.total_amount) : null;
  if (!parsed.success || amountFen === null || amountFen <= 0n || amountFen > FEN_MAX) return pageError(request);
  const wanted = parsed.data;
  const expiresAt = wanted.time_expire
    ? parseBankTime(wanted.time_expire.length === 16 ? `${wanted.time_expire}:00` : wanted.time_expire)
    : null;
  let made: Order | undefined;
  return underFaults(bank, {
    channel: 'alipay',
    subject: { merchantNo: merchant.merchantNo, orderNo: wanted.out_trade_no, operation: 'create' },
    maintenance: () => html(resultPage('maintenance', request.lang), 503),
    systemError: () => html(resultPage('error', request.lang), 500),
    madeOrder: () => made,
    run: () => {
      const existing = bank.orders.byNumber('alipay', merchant.merchantNo, wanted.out_trade_no);
      if (existing && existing.amount !== amountFen.toString()) return pageError(request);
      made =
        existing ??
        makeOrder(bank, {
          channel: 'alipay',
          merchantNo: merchant.merchantNo,
          orderNo: wanted.out_trade_no,
          amountFen,
          subject: wanted.subject,
          expiresAt: expiresAt ?? bank.clock.now() + LIFETIME_MS,
          notifyUrl: fields.notify_url ?? '',
          returnUrl: fields.return_url ?? '',
          request: { ...wanted },
          tradeNo: (day, digits) => `${day}2200${digits.slice(0, 16)}`,
        });
      return redirect(payerPath(made));
    },
  });
}

/** A code to scan. Here the trade is there at once; in life it is born when the payer scans. */
export function precreate(bank: Bank, merchant: Merchant, method: string, biz: unknown, notifyUrl: string): Promise<Reply> {
  const parsed = PagePaySchema.safeParse(biz);
  const amountFen = parsed.success ? fenOf(parsed.data.total_amount) : null;
  if (!parsed.success || amountFen === null || amountFen <= 0n || amountFen > FEN_MAX)
    return callerError(bank, method, '40002', 'isv.invalid-parameter', '参数有误');
  const { out_trade_no, subject, time_expire } = parsed.data;
  let made: Order | undefined;
  const shown = (order: Order) => success(bank, method, { out_trade_no: order.orderNo, qr_code: qrCode(order) });
  return underFaults(bank, {
    channel: 'alipay',
    subject: { merchantNo: merchant.merchantNo, orderNo: out_trade_no, operation: 'create' },
    maintenance: () => unavailable(bank, method),
    systemError: () => unavailable(bank, method),
    madeOrder: () => made,
    run: () => {
      const known = bank.orders.byNumber('alipay', merchant.merchantNo, out_trade_no);
      if (known && stateOf(bank, known) === 'paid') return businessFailure(bank, method, 'ACQ.TRADE_HAS_SUCCESS', '交易已被支付');
      if (known && known.amount !== amountFen.toString()) return businessFailure(bank, method, 'ACQ.INVALID_PARAMETER', '交易信息被篡改');
      if (known) return shown(known);
      made = makeOrder(bank, {
        channel: 'alipay',
        merchantNo: merchant.merchantNo,
        orderNo: out_trade_no,
        amountFen,
        subject,
        expiresAt: (time_expire && parseBankTime(time_expire)) || bank.clock.now() + LIFETIME_MS,
        notifyUrl,
        returnUrl: '',
        request: { ...parsed.data },
        tradeNo: (day, digits) => `${day}2200${digits.slice(0, 16)}`,
      });
      return shown(made);
    },
  });
}

const NOT_EXIST = ['ACQ.TRADE_NOT_EXIST', '交易不存在'] as const;

/** `trade_status` of this moment. A fully refunded trade is closed, but still says when it was paid. */
export function tradeStatus(bank: Bank, order: Order): string {
  const state = stateOf(bank, order);
  if (state === 'paid') return refundedFen(bank, order) === BigInt(order.amount) ? 'TRADE_CLOSED' : 'TRADE_SUCCESS';
  return state === 'pending' ? 'WAIT_BUYER_PAY' : 'TRADE_CLOSED';
}

export const buyerId = (order: Order): string =>
  `2088${BigInt(`0x${order.token.slice(0, 10)}`)
    .toString()
    .padStart(12, '0')
    .slice(0, 12)}`;

export function findTrade(bank: Bank, merchant: Merchant, biz: unknown): { order: Order | undefined; asked: string } {
  const parsed = z.object({ out_trade_no: z.string().max(64).optional(), trade_no: z.string().max(64).optional() }).safeParse(biz);
  const { out_trade_no = '', trade_no = '' } = parsed.success ? parsed.data : {};
  const order = trade_no
    ? bank.orders.byTrade('alipay', merchant.merchantNo, trade_no)
    : bank.orders.byNumber('alipay', merchant.merchantNo, out_trade_no);
  return { order, asked: order?.orderNo ?? (out_trade_no || trade_no) };
}

export function queryTrade(bank: Bank, merchant: Merchant, method: string, biz: unknown): Promise<Reply> {
  const { order, asked } = findTrade(bank, merchant, biz);
  return underFaults(bank, {
    channel: 'alipay',
    subject: { merchantNo: merchant.merchantNo, orderNo: asked, operation: 'query' },
    maintenance: () => unavailable(bank, method),
    systemError: () => unavailable(bank, method),
    run: (telling) => {
      if (!order || telling === 'not-found') return businessFailure(bank, method, ...NOT_EXIST);
      if (telling === 'unclear' || isUnclear(bank, order)) return businessFailure(bank, method, 'ACQ.SYSTEM_ERROR', '系统错误');
      const paid = order.paidAt !== null;
      const total = yuan(BigInt(order.amount));
      return success(bank, method, {
        trade_no: order.tradeNo,
        out_trade_no: order.orderNo,
        buyer_logon_id: 'san***@sandbox.com',
        trade_status: tradeStatus(bank, order),
        total_amount: total,
        receipt_amount: paid ? total : '0.00',
        buyer_pay_amount: paid ? total : '0.00',
        point_amount: '0.00',
        invoice_amount: paid ? total : '0.00',
        ...(paid && { send_pay_date: bankDateTime(order.paidAt) }),
        buyer_user_id: buyerId(order),
      });
    },
  });
}

export function closeTrade(bank: Bank, merchant: Merchant, method: string, biz: unknown): Promise<Reply> {
  const { order, asked } = findTrade(bank, merchant, biz);
  return underFaults(bank, {
    channel: 'alipay',
    subject: { merchantNo: merchant.merchantNo, orderNo: asked, operation: 'close' },
    maintenance: () => unavailable(bank, method),
    systemError: () => unavailable(bank, method),
    run: () => {
      if (!order) return businessFailure(bank, method, ...NOT_EXIST);
      const closed = closeOrder(bank, order);
      if (!closed.ok) return businessFailure(bank, method, 'ACQ.TRADE_STATUS_ERROR', '交易状态不合法');
      return success(bank, method, { trade_no: order.tradeNo, out_trade_no: order.orderNo });
    },
  });
}
