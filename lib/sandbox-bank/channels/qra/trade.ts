/** QRA's services: native code, query, close, refund, refund query, day file. */
import { z } from 'zod';
import { bankStamp, parseBankTime } from '../../bank/clock';
import type { Reply } from '../../bank/http';
import { refundedFen, type RefundResult } from '../../bank/ledger';
import type { Order, Refund } from '../../bank/types';
import { underFaults } from '../../bank/under-faults';
import { billFlow, closeFlow, createFlow, queryFlow, refundFlow } from '../flows';
import { broken, failure, maintenance, success, unclear, type Asked, type Fields } from './wire';

const LIFETIME_MS = 7_200_000;
const WINDOW_MS = 90 * 86_400_000;
const number = z.string().regex(/^[0-9A-Za-z_-]{5,32}$/);
const fen = z.string().regex(/^[1-9]\d{0,10}$/);
const NativeSchema = z.object({
  out_trade_no: number,
  body: z.string().min(1).max(127),
  total_fee: fen,
  mch_create_ip: z.string().min(7).max(45),
  notify_url: z.url().max(255),
  time_expire: z.string().regex(/^\d{14}$/).optional(),
});
const RefundSchema = z.object({ out_trade_no: number, out_refund_no: number, total_fee: fen, refund_fee: fen });

export const payerPath = (order: Order): string => `/qra/pay/${order.token}`;
export const codeUrl = (order: Order): string => `https://qr.95516.com/00010000/${order.token}`;

const trouble = (asked: Asked) => ({ maintenance: () => maintenance(asked), systemError: () => unclear(asked) });
const find = ({ bank, merchant, fields }: Asked): Order | undefined => bank.orders.byNumber('qra', merchant.merchantNo, fields.out_trade_no ?? '');
const ofOrder = (asked: Asked) => ({ merchant: asked.merchant, order: find(asked), orderNo: asked.fields.out_trade_no ?? '' });
const missing = (asked: Asked) => failure(asked, 'ORDERNOTEXIST', '订单不存在');
const malformed = (asked: Asked) => failure(asked, 'PARAMERROR', '参数错误');

const CREATE_REFUSALS: Readonly<Record<'paid' | 'differs' | 'closed' | 'expired', readonly [string, string]>> = {
  paid: ['ORDERPAID', '订单已支付'], differs: ['OUTTRADENODIFFERS', '商户订单号重复'], closed: ['ORDERCLOSED', '订单已关闭'], expired: ['PARAMERROR', '参数错误'],
};

export function native(asked: Asked): Promise<Reply> {
  const { bank, merchant, fields } = asked;
  const parsed = NativeSchema.safeParse(fields);
  if (!parsed.success) return malformed(asked);
  const wanted = parsed.data;
  return createFlow(bank, {
    channel: 'qra', merchantNo: merchant.merchantNo, orderNo: wanted.out_trade_no, amountFen: BigInt(wanted.total_fee), subject: wanted.body,
    expiresAt: (wanted.time_expire && parseBankTime(wanted.time_expire)) || bank.clock.now() + LIFETIME_MS, notifyUrl: wanted.notify_url, returnUrl: '',
    request: { signType: fields.sign_type ?? 'MD5' }, tradeNo: (_day, digits) => `95516000${digits}`,
  }, {
    maintenance: () => maintenance(asked),
    systemError: () => broken(),
    made: (order) => success(asked, { out_trade_no: order.orderNo, code_url: codeUrl(order), need_query: 'N' }),
    refuse: (why) => failure(asked, ...CREATE_REFUSALS[why]),
  });
}

/** What queries and callbacks say of a paid order. */
export const paidFields = (order: Order, amountFen: bigint): Fields => ({
  out_trade_no: order.orderNo,
  transaction_id: order.tradeNo,
  out_transaction_id: `UP${order.token}`,
  trade_type: 'unified.trade.native',
  total_fee: amountFen.toString(),
  fee_type: 'CNY',
  time_end: bankStamp(order.paidAt ?? order.createdAt),
});

export function query(asked: Asked): Promise<Reply> {
  return queryFlow(asked.bank, ofOrder(asked), {
    ...trouble(asked),
    missing: () => missing(asked),
    unclear: () => unclear(asked),
    found: (order, state) => {
      if (state !== 'paid') return success(asked, { out_trade_no: order.orderNo, trade_state: state === 'pending' ? 'NOTPAY' : 'CLOSED' });
      const trade_state = refundedFen(asked.bank, order) > 0n ? 'REFUND' : 'SUCCESS';
      return success(asked, { ...paidFields(order, BigInt(order.amount)), trade_state });
    },
  });
}

export function close(asked: Asked): Promise<Reply> {
  return closeFlow(asked.bank, ofOrder(asked), {
    ...trouble(asked),
    missing: () => missing(asked),
    closed: (order) => success(asked, { out_trade_no: order.orderNo }),
    paid: () => failure(asked, 'ORDERPAID', '订单已支付'),
  });
}

const REFUSALS: Readonly<Record<Exclude<RefundResult, { ok: true }>['code'], readonly [string, string]>> = {
  'not-paid': ['ORDERNOTPAID', '订单未支付'],
  exceeds: ['REFUNDEXCEEDS', '退款金额超过可退金额'],
  'too-many': ['REFUNDTOOMANY', '退款次数超限'],
  'duplicate-differs': ['REFUNDDIFFERS', '退款单号重复'],
};

export function refund(asked: Asked): Promise<Reply> {
  const { bank } = asked;
  const parsed = RefundSchema.safeParse(asked.fields);
  if (!parsed.success) return malformed(asked);
  const wanted = parsed.data;
  const of = ofOrder(asked);
  if (of.order?.paidAt && bank.clock.now() - of.order.paidAt > WINDOW_MS) return failure(asked, 'REFUNDTOOMANY', '超过退款期限');
  const what = { ...of, refundNo: wanted.out_refund_no, amountFen: BigInt(wanted.refund_fee), notifyUrl: '', tradeNo: (_day: string, digits: string) => `95516001${digits}` };
  return refundFlow(bank, what, {
    ...trouble(asked),
    missing: () => missing(asked),
    refuse: (why) => failure(asked, ...REFUSALS[why]),
    made: (order, { refundNo, tradeNo, amount }) =>
      success(asked, { out_trade_no: order.orderNo, transaction_id: order.tradeNo, out_refund_no: refundNo, refund_id: tradeNo, refund_fee: amount }),
  });
}

const STATUS = { processing: 'PROCESSING', succeeded: 'SUCCESS', failed: 'FAIL' } as const;
const rowOf = (row: Refund, at: number): Fields => ({
  [`out_refund_no_${at}`]: row.refundNo,
  [`refund_id_${at}`]: row.tradeNo,
  [`refund_fee_${at}`]: row.amount,
  [`refund_status_${at}`]: STATUS[row.status],
  ...(row.finishedAt !== null && { [`refund_time_${at}`]: bankStamp(row.finishedAt) }),
});

/** By order, and by refund number where one is given: several refunds in one answer, so the common flow (one by number) does not fit. */
export function queryRefund(asked: Asked): Promise<Reply> {
  const { bank, merchant, fields } = asked;
  const { order, orderNo } = ofOrder(asked);
  return underFaults(bank, {
    channel: 'qra',
    subject: { merchantNo: merchant.merchantNo, orderNo, operation: 'refund-query' },
    ...trouble(asked),
    run: () => {
      const rows = order ? bank.orders.refundsOf(order.id).filter((row) => !fields.out_refund_no || row.refundNo === fields.out_refund_no) : [];
      if (!order || rows.length === 0) return failure(asked, 'REFUNDNOTEXIST', '退款不存在');
      return success(asked, { out_trade_no: order.orderNo, refund_count: String(rows.length), ...Object.assign({}, ...rows.map(rowOf)) as Fields });
    },
  });
}

export function bill(asked: Asked): Promise<Reply> {
  return billFlow(asked.bank, asked.merchant, asked.fields.bill_date ?? '', {
    ...trouble(asked),
    late: () => failure(asked, 'BILLCREATING', '账单生成中'),
    none: () => failure(asked, 'BILLNOTEXIST', '账单不存在'),
    file: (bytes, file_name) => success(asked, { file_name, file_content: Buffer.from(bytes).toString('base64') }),
  });
}
