/** SPDB's orders and refunds. Paths and field names beyond the public ones are sandbox conventions. */
import { z } from 'zod';
import { bankStamp, parseBankTime } from '../../bank/clock';
import type { Reply } from '../../bank/http';
import { stateOf, type RefundResult, type StateNow } from '../../bank/ledger';
import { fenOf, yuan } from '../../bank/text';
import type { Merchant, Order, Refund } from '../../bank/types';
import { billFlow, closeFlow, createFlow, queryFlow, refundFlow, refundQueryFlow } from '../flows';
import { broken, maintenance, success, tell, unclear, type Asked, type Fields } from './wire';

const LIFETIME_MS = 7_200_000;
const number = z.string().regex(/^[0-9A-Za-z_-]{5,64}$/);
const CreateSchema = z.object({
  mrchOrdrNo: number,
  ordrAmt: z.string(),
  ordrDesc: z.string().min(1).max(128),
  mrchlInfmAdr: z.url().max(255),
  expireTime: z.string().regex(/^\d{14}$/).optional(),
});

export const payerPath = (order: Order): string => `/spdb/pay/${order.token}`;
export const codeUrl = (order: Order): string => `https://ebank.spdb.com.cn/qr/${order.token}`;
const trouble = (asked: Asked) => ({ maintenance: () => maintenance(), systemError: () => unclear(asked) });
const find = ({ bank, merchant, fields }: Asked): Order | undefined => bank.orders.byNumber('spdb', merchant.merchantNo, fields.mrchOrdrNo ?? '');

const STATES: Readonly<Record<StateNow, string>> = { pending: 'WAIT', paid: 'PAID', closed: 'CLOSED', expired: 'CLOSED', failed: 'FAILED' };

export const orderFields = (merchant: Merchant, order: Order, state: StateNow, amountFen = BigInt(order.amount)): Fields => ({
  mrchNo: merchant.merchantNo,
  spdbMrchNo: String(merchant.config.spdbMrchNo),
  mrchOrdrNo: order.orderNo,
  transNo: order.tradeNo,
  ordrAmt: yuan(amountFen),
  ccy: 'CNY',
  ordrSt: STATES[state],
  ...(order.paidAt !== null && { payTime: bankStamp(order.paidAt) }),
});

const REFUND_STATES = { processing: 'PROCESSING', succeeded: 'DONE', failed: 'FAILED' } as const;
export const refundFields = (merchant: Merchant, order: Order, refund: Refund, amountFen = BigInt(refund.amount)): Fields => ({
  mrchNo: merchant.merchantNo,
  spdbMrchNo: String(merchant.config.spdbMrchNo),
  mrchOrdrNo: order.orderNo,
  mrchRfdNo: refund.refundNo,
  rfdTransNo: refund.tradeNo,
  rfdAmt: yuan(amountFen),
  ccy: 'CNY',
  rfdSt: REFUND_STATES[refund.status],
  ...(refund.finishedAt !== null && { rfdTime: bankStamp(refund.finishedAt) }),
});

const CREATE_REFUSALS = { differs: 'EORDERDIFFERS', paid: 'EORDERPAID', closed: 'EORDERCLOSED', expired: 'EPARAM' } as const;

export function create(asked: Asked): Promise<Reply> | Reply {
  const { bank, merchant } = asked;
  const parsed = CreateSchema.safeParse(asked.fields);
  const amountFen = parsed.success ? fenOf(parsed.data.ordrAmt) : null;
  if (!parsed.success || amountFen === null || amountFen <= 0n) return tell(asked, 'EPARAM', {}, '参数错误');
  const { mrchOrdrNo: orderNo, ordrDesc: subject, mrchlInfmAdr: notifyUrl, expireTime } = parsed.data;
  const expiresAt = (expireTime && parseBankTime(expireTime)) || bank.clock.now() + LIFETIME_MS;
  const input = {
    channel: 'spdb', merchantNo: merchant.merchantNo, orderNo, amountFen, subject, expiresAt, notifyUrl, returnUrl: '', request: {},
    tradeNo: (day: string, digits: string) => `SP${day}${digits.slice(0, 12)}`,
  } as const;
  return createFlow(bank, input, {
    maintenance: () => maintenance(),
    systemError: () => broken(),
    made: (order) => success(asked, { ...orderFields(merchant, order, stateOf(bank, order)), codeUrl: codeUrl(order) }),
    refuse: (why) => tell(asked, CREATE_REFUSALS[why]),
  });
}

export function query(asked: Asked): Promise<Reply> {
  const order = find(asked);
  return queryFlow(asked.bank, { merchant: asked.merchant, order, orderNo: asked.fields.mrchOrdrNo ?? '' }, {
    ...trouble(asked),
    found: (found, state) => success(asked, orderFields(asked.merchant, found, state)),
    unclear: () => unclear(asked),
    missing: () => tell(asked, 'EORDER404', {}, '订单不存在'),
  });
}

export function close(asked: Asked): Promise<Reply> {
  const order = find(asked);
  return closeFlow(asked.bank, { merchant: asked.merchant, order, orderNo: asked.fields.mrchOrdrNo ?? '' }, {
    ...trouble(asked),
    closed: (closed) => success(asked, orderFields(asked.merchant, closed, 'closed')),
    paid: () => tell(asked, 'EORDERPAID', {}, '订单已支付'),
    missing: () => tell(asked, 'EORDER404', {}, '订单不存在'),
  });
}

const REFUSALS: Readonly<Record<Exclude<RefundResult, { ok: true }>['code'], string>> = {
  'not-paid': 'ENOTPAID', exceeds: 'EREFUNDEXCEEDS', 'too-many': 'EREFUNDMANY', 'duplicate-differs': 'EREFUNDDIFFERS',
};

export function refund(asked: Asked): Promise<Reply> | Reply {
  const { bank, merchant, fields } = asked;
  const refundNo = fields.mrchRfdNo ?? '';
  const amountFen = fenOf(fields.rfdAmt ?? '');
  if (amountFen === null || !number.safeParse(refundNo).success) return tell(asked, 'EPARAM', {}, '参数错误');
  const what = {
    merchant, order: find(asked), orderNo: fields.mrchOrdrNo ?? '', refundNo, amountFen, notifyUrl: fields.mrchlInfmAdr ?? '',
    tradeNo: (day: string, digits: string) => `SR${day}${digits.slice(0, 12)}`,
  };
  return refundFlow(bank, what, {
    ...trouble(asked),
    made: (order, made) => success(asked, refundFields(merchant, order, made)),
    refuse: (why) => tell(asked, REFUSALS[why]),
    missing: () => tell(asked, 'EORDER404', {}, '订单不存在'),
  });
}

export function queryRefund(asked: Asked): Promise<Reply> {
  return refundQueryFlow(asked.bank, asked.merchant, asked.fields.mrchRfdNo ?? '', {
    ...trouble(asked),
    found: (order, found) => success(asked, refundFields(asked.merchant, order, found)),
    missing: () => tell(asked, 'EREFUND404', {}, '退款不存在'),
  });
}

export function bill(asked: Asked): Promise<Reply> {
  return billFlow(asked.bank, asked.merchant, asked.fields.billDate ?? '', {
    ...trouble(asked),
    late: () => tell(asked, 'EBILLWAIT', {}, '文件生成中'),
    none: () => tell(asked, 'EBILL404', {}, '文件不存在'),
    file: (bytes, fileName) => success(asked, { fileName, fileContent: Buffer.from(bytes).toString('base64') }),
  });
}
