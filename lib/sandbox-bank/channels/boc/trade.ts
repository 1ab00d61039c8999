/** BOC's trades: the payer's form, and what the merchant asks. */
import { z } from 'zod';

import { bankStamp, parseBankTime } from '../../bank/clock';
import { html, redirect, type Incoming, type Reply } from '../../bank/http';
import { isUnclear, stateOf, type RefundResult } from '../../bank/ledger';
import { fenOf, yuan } from '../../bank/text';
import type { Merchant, Order, Refund } from '../../bank/types';
import { resultPage } from '../../pages/payer-page';
import { billFlow, createFlow, fileAddress, queryFlow, refundFlow, refundQueryFlow } from '../flows';
import { bars, elements, isSigned, reply, signBars, type Asked, type Fields } from './wire';

const LIFETIME_MS = 3_600_000;
const FormSchema = z.object({
  payType: z.literal('1'),
  orderNo: z.string().regex(/^[0-9A-Za-z]{1,19}$/),
  curCode: z.literal('001'),
  orderAmount: z.string(),
  orderTime: z.string().regex(/^\d{14}$/),
  orderNote: z.string().max(60).default(''),
  orderUrl: z.url().max(255),
  orderTimeoutDate: z.string().regex(/^\d{14}$/).optional(),
  returnUrl: z.string().max(500).default(''),
});

export const payerPath = (order: Order): string => `/boc/pay/${order.token}`;
const tradeNo = (day: string, digits: string): string => `${day.slice(2)}${digits.slice(0, 10)}`;
const trouble = (asked: Asked) => ({ maintenance: () => reply(asked, 'maintenance'), systemError: () => reply(asked, 'unclear') });

/** The payer's browser arrives with the merchant's signed form; the same number with the same amount is the same order. */
export function receiveOrder({ bank, merchant, fields }: Asked, request: Incoming): Promise<Reply> | Reply {
  const refused = () => html(resultPage('refused', request.lang), 400);
  const parsed = FormSchema.safeParse(fields);
  const amountFen = parsed.success ? fenOf(parsed.data.orderAmount) : null;
  const text = bars(fields.orderNo, fields.orderTime, fields.curCode, fields.orderAmount, fields.merchantNo);
  if (!parsed.success || amountFen === null || amountFen <= 0n || !isSigned(merchant, text, fields)) return refused();
  const wanted = parsed.data;
  return createFlow(bank, {
    channel: 'boc', merchantNo: merchant.merchantNo, orderNo: wanted.orderNo, amountFen, subject: wanted.orderNote || '商户订单',
    expiresAt: (wanted.orderTimeoutDate && parseBankTime(wanted.orderTimeoutDate)) || bank.clock.now() + LIFETIME_MS,
    notifyUrl: wanted.orderUrl, returnUrl: wanted.returnUrl, request: {}, tradeNo,
  }, {
    maintenance: () => html(resultPage('maintenance', request.lang), 503),
    systemError: () => html(resultPage('error', request.lang), 500),
    made: (order) => redirect(payerPath(order)),
    refuse: (why) => (why === 'differs' ? refused() : html(resultPage('closed', request.lang), 400)),
  });
}

/** What callbacks and queries say of an order, in the order in which it is signed. */
export const orderFields = (merchant: Merchant, order: Order, orderStatus: string, amountFen: bigint): Fields => ({
  merchantNo: merchant.merchantNo,
  orderNo: order.orderNo,
  orderSeq: order.tradeNo,
  cardTyp: '01',
  payTime: bankStamp(order.paidAt ?? order.createdAt),
  orderStatus,
  payAmount: yuan(amountFen),
});

async function orderRow({ bank, merchant }: Asked, order: Order, orderStatus: string): Promise<string> {
  const row = orderFields(merchant, order, orderStatus, BigInt(order.amount));
  return `<orderTrans>${elements({ ...row, signData: await signBars(bank, bars(...Object.values(row))) })}</orderTrans>`;
}

const STATUS = { pending: '0', expired: '0', closed: '0', paid: '1', failed: '5' } as const;

export function queryOrder(asked: Asked): Promise<Reply> {
  const { bank, merchant, fields } = asked;
  if (!isSigned(merchant, `${fields.merchantNo}:${fields.orderNos}`, fields)) return reply(asked, 'badSign');
  const orderNo = fields.orderNos ?? '';
  const order = bank.orders.byNumber('boc', merchant.merchantNo, orderNo);
  return queryFlow(bank, { merchant, order, orderNo }, {
    ...trouble(asked),
    found: async (found) => reply(asked, 'ok', await orderRow(asked, found, STATUS[stateOf(bank, found)])),
    unclear: async () => (order && isUnclear(bank, order) ? reply(asked, 'ok', await orderRow(asked, order, '4')) : reply(asked, 'unclear')),
    missing: () => reply(asked, 'missing'),
  });
}

const DEAL = { processing: '2', succeeded: '0', failed: '1' } as const;

async function refundRow({ bank, merchant }: Asked, order: Order, refund: Refund): Promise<string> {
  const row: Fields = {
    merchantNo: merchant.merchantNo,
    mRefundSeq: refund.refundNo,
    refundAmount: yuan(BigInt(refund.amount)),
    orderNo: order.orderNo,
    orderSeq: order.tradeNo,
    orderAmount: yuan(BigInt(order.amount)),
    bankTranSeq: refund.tradeNo,
    tranTime: bankStamp(refund.finishedAt ?? refund.createdAt),
    dealStatus: DEAL[refund.status],
  };
  return `<refund>${elements({ ...row, signData: await signBars(bank, bars(...Object.values(row))) })}</refund>`;
}

const REFUSALS = { 'not-paid': 'notPaid', exceeds: 'exceeds', 'too-many': 'tooMany', 'duplicate-differs': 'differs' } as const satisfies Readonly<
  Record<Exclude<RefundResult, { ok: true }>['code'], string>
>;

export function refundOrder(asked: Asked): Promise<Reply> {
  const { bank, merchant, fields } = asked;
  const { merchantNo, mRefundSeq = '', curCode, refundAmount = '', orderNo = '' } = fields;
  if (!isSigned(merchant, bars(merchantNo, mRefundSeq, curCode, refundAmount, orderNo), fields)) return reply(asked, 'badSign');
  const amountFen = fenOf(refundAmount);
  if (amountFen === null || !/^[0-9A-Za-z_-]{1,40}$/.test(mRefundSeq)) return reply(asked, 'malformed');
  const order = bank.orders.byNumber('boc', merchant.merchantNo, orderNo);
  return refundFlow(bank, { merchant, order, orderNo, refundNo: mRefundSeq, amountFen, notifyUrl: '', tradeNo }, {
    ...trouble(asked),
    made: async (of, refund) => reply(asked, 'ok', await refundRow(asked, of, refund)),
    refuse: (why) => reply(asked, REFUSALS[why]),
    missing: () => reply(asked, 'missing'),
  });
}

export function queryRefund(asked: Asked): Promise<Reply> {
  const { bank, merchant, fields } = asked;
  if (!isSigned(merchant, bars(fields.merchantNo, fields.mRefundSeq), fields)) return reply(asked, 'badSign');
  return refundQueryFlow(bank, merchant, fields.mRefundSeq ?? '', {
    ...trouble(asked),
    found: async (order, refund) => reply(asked, 'ok', await refundRow(asked, order, refund)),
    missing: () => reply(asked, 'missing'),
  });
}

const sortedPairs = (fields: Fields, names: readonly string[]): string =>
  names.filter((name) => (fields[name] ?? '') !== '').sort().map((name) => `${name}=${fields[name]!}`).join('|');

export function ticket(asked: Asked, request: Incoming): Promise<Reply> {
  const { bank, merchant, fields } = asked;
  if (!isSigned(merchant, sortedPairs(fields, ['merchantNo', 'fileType', 'fileDate', 'handleType']), fields)) return reply(asked, 'badSign');
  return billFlow(bank, merchant, fields.fileDate ?? '', {
    ...trouble(asked),
    late: () => reply(asked, 'notReady'),
    none: () => reply(asked, 'noFile'),
    file: async () => {
      const date = (fields.fileDate ?? '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
      const url = new URL(fileAddress(bank, request, merchant, date));
      const said: Fields = {
        merchantNo: merchant.merchantNo, fileDate: fields.fileDate ?? '', ticketId: url.searchParams.get('token') ?? '', uri: `${url.origin}${url.pathname}`,
        invalidTime: bankStamp(bank.clock.now() + 300_000),
      };
      const signData = await signBars(bank, sortedPairs(said, Object.keys(said)));
      return reply(asked, 'ok', `<ticket>${elements({ ...said, signData })}</ticket>`);
    },
  });
}

