/** CCB's web entry: the payer's page (530550, 520100) and the order query (410408). */
import { z } from 'zod';
import { businessDateOf, instant } from '@/lib/kernel/time';
import type { Bank } from '../../bank/bank';
import { BANK_ZONE, bankStamp, parseBankTime } from '../../bank/clock';
import { html, json, redirect, type Incoming, type Reply } from '../../bank/http';
import { isUnclear, makeOrder, refundedFen, stateOf } from '../../bank/ledger';
import { fenOf, yuan } from '../../bank/text';
import type { Merchant, Order } from '../../bank/types';
import { underFaults } from '../../bank/under-faults';
import { resultPage } from '../../pages/payer-page';
import { documentReply, payMac, queryMacs, type Fields, type XmlNode } from './wire';

const LIFETIME_MS = 7_200_000;

const REMARK = z
  .string()
  .regex(/^[\x20-\x7e]{0,30}$/)
  .default('');

const PaySchema = z.object({
  ORDERID: z.string().regex(/^[0-9A-Za-z]{1,30}$/),
  PAYMENT: z.string(),
  CURCODE: z.literal('01'),
  TXCODE: z.enum(['530550', '520100']),
  REMARK1: REMARK,
  REMARK2: REMARK,
  RETURNTYPE: z.enum(['', '2', '3']).default(''),
  TIMEOUT: z
    .string()
    .regex(/^(\d{14})?$/)
    .default(''),
  PROINFO: z.string().max(256).optional(),
});

export const payerPath = (order: Order): string => `/ccb/pay/${order.token}`;
const refused = (request: Incoming): Reply => html(resultPage('refused', request.lang), 400);

export function openPage(bank: Bank, merchant: Merchant, request: Incoming, fields: Fields): Promise<Reply> | Reply {
  const { config } = merchant;
  const same = fields.POSID === config.posId && fields.BRANCHID === config.branchId;
  if (!same || (fields.MAC ?? '').toLowerCase() !== payMac(fields, String(config.posPublicKeyTail30))) return refused(request);
  const parsed = PaySchema.safeParse(fields);
  const amountFen = parsed.success ? fenOf(parsed.data.PAYMENT) : null;
  if (!parsed.success || !amountFen) return refused(request);
  const wanted = parsed.data;
  const expiresAt = wanted.TIMEOUT === '' ? bank.clock.now() + LIFETIME_MS : parseBankTime(wanted.TIMEOUT);
  if (expiresAt === null) return refused(request);
  let made: Order | undefined;
  return underFaults(bank, {
    channel: 'ccb',
    subject: { merchantNo: merchant.merchantNo, orderNo: wanted.ORDERID, operation: 'create' },
    maintenance: () => html(resultPage('maintenance', request.lang), 503),
    systemError: () => html(resultPage('error', request.lang), 500),
    madeOrder: () => made,
    run: () => {
      const existing = bank.orders.byNumber('ccb', merchant.merchantNo, wanted.ORDERID);
      if (existing && existing.amount !== amountFen.toString()) return refused(request);
      if (!existing && expiresAt <= bank.clock.now()) return html(resultPage('closed', request.lang), 400);
      made =
        existing ??
        makeOrder(bank, {
          channel: 'ccb',
          merchantNo: merchant.merchantNo,
          orderNo: wanted.ORDERID,
          amountFen,
          subject: wanted.PROINFO ?? (wanted.REMARK1 || '商户订单'),
          expiresAt,
          notifyUrl: merchant.notifyUrl,
          returnUrl: merchant.keeps.returnUrl ?? '',
          request: { ...wanted },
          tradeNo: (day, digits) => `${day}${digits.slice(0, 12)}`,
        });
      if (wanted.RETURNTYPE !== '3') return redirect(payerPath(made));
      return json(200, { SUCCESS: 'true', PAYURL: `${request.origin}/ccb/qr/${made.token}` });
    },
  });
}

/** 0 failed, 1 paid, 2 waiting for the bank, 3 partly and 4 fully refunded; an order nobody tried to pay has no row. */
export function statusCode(bank: Bank, order: Order): string | null {
  if (isUnclear(bank, order)) return '2';
  const state = stateOf(bank, order);
  if (state === 'failed') return '0';
  if (state !== 'paid') return null;
  const refunded = refundedFen(bank, order);
  return refunded === 0n ? '1' : refunded === BigInt(order.amount) ? '4' : '3';
}

const STATUS_TEXT: Readonly<Record<string, string>> = { 0: '失败', 1: '成功', 2: '待银行确认', 3: '已部分退款', 4: '已全额退款' };

export const day = (at: number): string => businessDateOf(instant(at), BANK_ZONE).replaceAll('-', '');
export const momentOf = (order: Order): number => order.paidAt ?? order.createdAt;
/** KIND 0 asks for today's, not yet settled, orders; 1 for earlier ones. */
export const isOfKind = (bank: Bank, at: number, kind: string | undefined): boolean =>
  (day(at) === day(bank.clock.now())) === (kind !== '1');

function rowOf(bank: Bank, merchant: Merchant, order: Order, code: string): XmlNode {
  const at = momentOf(order);
  return {
    MERCHANTID: merchant.merchantNo,
    BRANCHID: String(merchant.config.branchId),
    POSID: String(merchant.config.posId),
    ORDERID: order.orderNo,
    ORDERDATE: bankStamp(at),
    ACCDATE: day(at),
    AMOUNT: yuan(BigInt(order.amount)),
    STATUSCODE: code,
    STATUS: STATUS_TEXT[code] ?? '',
    REFUND: yuan(refundedFen(bank, order)),
    SIGN: '',
  };
}

const PAGE_ROWS = 100;

/** Orders by number, or those of a day. */
export function findOrders(bank: Bank, merchant: Merchant, orderNo: string, date: string): Order[] {
  if (orderNo !== '') {
    const order = bank.orders.byNumber('ccb', merchant.merchantNo, orderNo);
    return order ? [order] : [];
  }
  const from = parseBankTime(`${date}000000`);
  return from === null ? [] : bank.orders.paidBetween('ccb', merchant.merchantNo, from, from + 86_400_000).slice(0, PAGE_ROWS);
}

export function queryWeb(bank: Bank, merchant: Merchant, fields: Fields): Promise<Reply> | Reply {
  const { config, secrets } = merchant;
  if (!queryMacs(fields, String(config.posPublicKeyTail30)).includes((fields.MAC ?? '').toLowerCase())) return documentReply('badMac');
  if (fields.QUPWD !== secrets.operatorPassword || fields.OPERATOR !== config.operator) return documentReply('badOperator');
  const orderNo = fields.ORDERID ?? '';
  return underFaults(bank, {
    channel: 'ccb',
    subject: { merchantNo: merchant.merchantNo, orderNo: orderNo || (fields.ORDERDATE ?? ''), operation: 'query' },
    maintenance: () => documentReply('maintenance'),
    systemError: () => documentReply('system'),
    run: (telling) => {
      const rows =
        telling === 'not-found'
          ? []
          : findOrders(bank, merchant, orderNo, fields.ORDERDATE ?? '').flatMap((order) => {
              const code = telling === 'unclear' ? '2' : statusCode(bank, order);
              return code !== null && isOfKind(bank, momentOf(order), fields.KIND) ? [rowOf(bank, merchant, order, code)] : [];
            });
      if (rows.length === 0) return documentReply('noOrder');
      return documentReply('ok', { CURPAGE: '1', PAGECOUNT: '1', TOTAL: String(rows.length), QUERYORDER: rows });
    },
  });
}
