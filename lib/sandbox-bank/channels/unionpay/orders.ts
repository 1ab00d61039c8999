/** UnionPay's gateway: the payer's form, the merchant's query. */
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import { parseBankTime } from '../../bank/clock';
import { html, redirect, type Incoming, type Reply } from '../../bank/http';
import { isUnclear, makeOrder, stateOf, type OrderInput } from '../../bank/ledger';
import type { Merchant, Order, Refund } from '../../bank/types';
import { underFaults } from '../../bank/under-faults';
import { resultPage } from '../../pages/payer-page';
import { messageOf, plainReply, settleDay, traceNo, traceTime, type Fields } from './wire';

const LIFETIME_MS = 3_600_000;

const FrontSchema = z.object({
  version: z.literal('5.1.0'),
  txnType: z.literal('01'),
  txnSubType: z.enum(['01', '07']),
  merId: z.string(),
  orderId: z.string().regex(/^[0-9A-Za-z]{8,40}$/),
  txnTime: z.string().regex(/^\d{14}$/),
  txnAmt: z.string().regex(/^[1-9]\d{0,11}$/),
  currencyCode: z.literal('156'),
  backUrl: z.url().max(256),
  frontUrl: z.url().max(256).optional(),
  payTimeout: z
    .string()
    .regex(/^\d{14}$/)
    .optional(),
  orderDesc: z.string().max(32).optional(),
});

export const payerPath = (order: Order): string => `/unionpay/pay/${order.token}`;
export const queryIdOf = (day: string, digits: string): string => `${day}${digits.slice(0, 13)}`;

export async function front(bank: Bank, merchant: Merchant, request: Incoming, fields: Fields): Promise<Reply> {
  const refused = () => html(resultPage('refused', request.lang), 400);
  const parsed = FrontSchema.safeParse(fields);
  if (!parsed.success) return refused();
  const wanted = parsed.data;
  let made: Order | undefined;
  return underFaults(bank, {
    channel: 'unionpay',
    subject: { merchantNo: merchant.merchantNo, orderNo: wanted.orderId, operation: 'create' },
    maintenance: () => html(resultPage('maintenance', request.lang), 503),
    systemError: () => html(resultPage('error', request.lang), 500),
    madeOrder: () => made,
    run: () => {
      const existing = bank.orders.byNumber('unionpay', merchant.merchantNo, wanted.orderId, wanted.txnTime);
      if (existing && existing.amount !== wanted.txnAmt) return refused();
      made = existing ?? makeOrder(bank, orderInput(bank, merchant, fields, wanted));
      return redirect(payerPath(made));
    },
  });
}

const CODE_URL = 'https://qr.95516.com/00010000/';
export const tokenIn = (text: string): string => (text.startsWith(CODE_URL) ? text.slice(CODE_URL.length) : '');

/** A code to scan (txnSubType 07). The same number, time and amount show the same code again: a sandbox convention. */
export async function code(bank: Bank, merchant: Merchant, fields: Fields): Promise<Reply> {
  const parsed = FrontSchema.safeParse(fields);
  if (!parsed.success || parsed.data.txnSubType !== '07') return plainReply(bank, fields, '10');
  const wanted = parsed.data;
  let made: Order | undefined;
  return underFaults(bank, {
    channel: 'unionpay',
    subject: { merchantNo: merchant.merchantNo, orderNo: wanted.orderId, operation: 'create' },
    maintenance: () => plainReply(bank, fields, '05'),
    systemError: () => plainReply(bank, fields, '03'),
    madeOrder: () => made,
    run: () => {
      const known = bank.orders.byNumber('unionpay', merchant.merchantNo, wanted.orderId, wanted.txnTime);
      if (known && (known.amount !== wanted.txnAmt || stateOf(bank, known) !== 'pending')) return plainReply(bank, fields, '12');
      made = known ?? makeOrder(bank, orderInput(bank, merchant, fields, wanted));
      return plainReply(bank, fields, '00', { qrCode: `${CODE_URL}${made.token}` });
    },
  });
}

function orderInput(bank: Bank, merchant: Merchant, fields: Fields, wanted: z.infer<typeof FrontSchema>): OrderInput {
  return {
    channel: 'unionpay',
    merchantNo: merchant.merchantNo,
    orderNo: wanted.orderId,
    txnTime: wanted.txnTime,
    amountFen: BigInt(wanted.txnAmt),
    subject: wanted.orderDesc ?? '商户订单',
    expiresAt: (wanted.payTimeout && parseBankTime(wanted.payTimeout)) || bank.clock.now() + LIFETIME_MS,
    notifyUrl: wanted.backUrl,
    returnUrl: wanted.frontUrl ?? '',
    request: fields,
    tradeNo: queryIdOf,
  };
}

/** What callbacks and queries say of a payment. */
export function paymentFields(order: Order, amountFen: bigint): Record<string, string> {
  const at = order.paidAt ?? order.createdAt;
  const amount = amountFen.toString();
  return {
    txnAmt: amount,
    currencyCode: '156',
    queryId: order.tradeNo,
    settleAmt: amount,
    settleCurrencyCode: '156',
    settleDate: settleDay(at),
    traceNo: traceNo(order.tradeNo),
    traceTime: traceTime(at),
    accNo: '621626******0000',
    payCardType: '01',
  };
}

export function refundFields(order: Order, refund: Refund, amountFen: bigint): Record<string, string> {
  const at = refund.finishedAt ?? refund.createdAt;
  return {
    txnAmt: amountFen.toString(),
    currencyCode: '156',
    queryId: refund.tradeNo,
    origQryId: order.tradeNo,
    settleDate: settleDay(at),
    settleAmt: amountFen.toString(),
    settleCurrencyCode: '156',
    traceNo: traceNo(refund.tradeNo),
    traceTime: traceTime(at),
  };
}

/** `origRespCode` of an order: 05 while it waits, 02 once its time is over, 64 for too little money. */
function payCode(bank: Bank, order: Order): string {
  if (isUnclear(bank, order)) return '04';
  const state = stateOf(bank, order);
  if (state === 'paid') return '00';
  return state === 'failed' ? '64' : state === 'pending' ? '05' : '02';
}

const REFUND_CODES = { processing: '05', succeeded: '00', failed: '01' } as const;

export function query(bank: Bank, merchant: Merchant, fields: Fields): Promise<Reply> {
  const { orderId = '', txnTime = '' } = fields;
  const order = bank.orders.byNumber('unionpay', merchant.merchantNo, orderId, txnTime);
  const refund = order ? undefined : bank.orders.refundByNumber('unionpay', merchant.merchantNo, orderId, txnTime);
  const original = refund ? bank.orders.byId(refund.orderId)! : undefined;
  return underFaults(bank, {
    channel: 'unionpay',
    subject: { merchantNo: merchant.merchantNo, orderNo: original?.orderNo ?? orderId, operation: refund ? 'refund-query' : 'query' },
    maintenance: () => plainReply(bank, fields, '39'),
    systemError: () => plainReply(bank, fields, '03'),
    run: (telling) => {
      if (telling === 'not-found') return plainReply(bank, fields, '34');
      if (refund && original) {
        const code = REFUND_CODES[refund.status];
        return plainReply(bank, fields, '00', {
          ...refundFields(original, refund, BigInt(refund.amount)),
          origRespCode: code,
          origRespMsg: messageOf(code),
        });
      }
      if (!order) return plainReply(bank, fields, '34');
      const code = telling === 'unclear' ? '04' : payCode(bank, order);
      return plainReply(bank, fields, '00', {
        ...paymentFields(order, BigInt(order.amount)),
        origRespCode: code,
        origRespMsg: messageOf(code),
      });
    },
  });
}
