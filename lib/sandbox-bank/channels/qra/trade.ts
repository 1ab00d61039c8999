/** QRA's services: native code, query, close, refund, refund query, day file. */
import { isBusinessDate } from '@/lib/kernel/time';
import { z } from 'zod';
import { bankStamp, parseBankTime } from '../../bank/clock';
import type { Reply } from '../../bank/http';
import { closeOrder, isUnclear, makeOrder, makeRefund, refundedFen, stateOf, type RefundResult } from '../../bank/ledger';
import { leaving } from '../../bank/oddities';
import { statementOf } from '../../bank/statements';
import type { Operation, Order, Refund } from '../../bank/types';
import { underFaults } from '../../bank/under-faults';
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

const frame = (asked: Asked, orderNo: string, operation: Operation) => ({
  channel: 'qra' as const,
  subject: { merchantNo: asked.merchant.merchantNo, orderNo, operation },
  maintenance: () => maintenance(asked),
  systemError: () => (operation === 'create' ? broken() : unclear(asked)),
});
const find = ({ bank, merchant, fields }: Asked): Order | undefined => bank.orders.byNumber('qra', merchant.merchantNo, fields.out_trade_no ?? '');
const missing = (asked: Asked) => failure(asked, 'ORDERNOTEXIST', '订单不存在');
const malformed = (asked: Asked) => failure(asked, 'PARAMERROR', '参数错误');

export function native(asked: Asked): Promise<Reply> {
  const { bank, merchant, fields } = asked;
  const parsed = NativeSchema.safeParse(fields);
  if (!parsed.success) return malformed(asked);
  const wanted = parsed.data;
  let made: Order | undefined;
  const shown = (order: Order) => success(asked, { out_trade_no: order.orderNo, code_url: codeUrl(order), need_query: 'N' });
  return underFaults(bank, {
    ...frame(asked, wanted.out_trade_no, 'create'),
    madeOrder: () => made,
    run: () => {
      const known = bank.orders.byNumber('qra', merchant.merchantNo, wanted.out_trade_no);
      const state = known && stateOf(bank, known);
      if (state === 'paid') return failure(asked, 'ORDERPAID', '订单已支付');
      if (known && known.amount !== wanted.total_fee) return failure(asked, 'OUTTRADENODIFFERS', '商户订单号重复');
      if (known) return state === 'pending' ? shown(known) : failure(asked, 'ORDERCLOSED', '订单已关闭');
      made = makeOrder(bank, {
        channel: 'qra',
        merchantNo: merchant.merchantNo,
        orderNo: wanted.out_trade_no,
        amountFen: BigInt(wanted.total_fee),
        subject: wanted.body,
        expiresAt: (wanted.time_expire && parseBankTime(wanted.time_expire)) || bank.clock.now() + LIFETIME_MS,
        notifyUrl: wanted.notify_url,
        returnUrl: '',
        request: { signType: fields.sign_type ?? 'MD5' },
        tradeNo: (_day, digits) => `95516000${digits}`,
      });
      return shown(made);
    },
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
  const { bank } = asked;
  const order = find(asked);
  return underFaults(bank, {
    ...frame(asked, asked.fields.out_trade_no ?? '', 'query'),
    run: (telling) => {
      if (!order || telling === 'not-found') return missing(asked);
      if (telling === 'unclear' || isUnclear(bank, order)) return unclear(asked);
      const state = stateOf(bank, order);
      if (state !== 'paid') return success(asked, { out_trade_no: order.orderNo, trade_state: state === 'pending' ? 'NOTPAY' : 'CLOSED' });
      const trade_state = refundedFen(bank, order) > 0n ? 'REFUND' : 'SUCCESS';
      return success(asked, { ...paidFields(order, BigInt(order.amount)), trade_state });
    },
  });
}

export function close(asked: Asked): Promise<Reply> {
  const order = find(asked);
  return underFaults(asked.bank, {
    ...frame(asked, asked.fields.out_trade_no ?? '', 'close'),
    run: () => {
      if (!order) return missing(asked);
      return closeOrder(asked.bank, order).ok ? success(asked, { out_trade_no: order.orderNo }) : failure(asked, 'ORDERPAID', '订单已支付');
    },
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
  const order = find(asked);
  return underFaults(bank, {
    ...frame(asked, wanted.out_trade_no, 'refund'),
    run: () => {
      if (!order) return missing(asked);
      if (order.paidAt !== null && bank.clock.now() - order.paidAt > WINDOW_MS) return failure(asked, 'REFUNDTOOMANY', '超过退款期限');
      const made = makeRefund(bank, {
        order,
        refundNo: wanted.out_refund_no,
        amountFen: BigInt(wanted.refund_fee),
        notifyUrl: '',
        request: {},
        tradeNo: (_day, digits) => `95516001${digits}`,
      });
      if (!made.ok) return failure(asked, ...REFUSALS[made.code]);
      const { refundNo, tradeNo, amount } = made.refund;
      return success(asked, { out_trade_no: order.orderNo, transaction_id: order.tradeNo, out_refund_no: refundNo, refund_id: tradeNo, refund_fee: amount });
    },
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

export function queryRefund(asked: Asked): Promise<Reply> {
  const { bank, fields } = asked;
  const order = find(asked);
  return underFaults(bank, {
    ...frame(asked, fields.out_trade_no ?? '', 'refund-query'),
    run: () => {
      const rows = order ? bank.orders.refundsOf(order.id).filter((row) => !fields.out_refund_no || row.refundNo === fields.out_refund_no) : [];
      if (!order || rows.length === 0) return failure(asked, 'REFUNDNOTEXIST', '退款不存在');
      return success(asked, { out_trade_no: order.orderNo, refund_count: String(rows.length), ...Object.assign({}, ...rows.map(rowOf)) as Fields });
    },
  });
}

export function bill(asked: Asked): Promise<Reply> {
  const { bank, merchant, fields } = asked;
  const date = (fields.bill_date ?? '').replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (!isBusinessDate(date)) return malformed(asked);
  return underFaults(bank, {
    ...frame(asked, date, 'statement'),
    run: () => {
      const made = statementOf(bank, merchant, date, true);
      if (made.kind === 'late') return failure(asked, 'BILLCREATING', '账单生成中');
      if (made.kind !== 'file') return failure(asked, 'BILLNOTEXIST', '账单不存在');
      return success(asked, { file_name: made.file.fileName, file_content: Buffer.from(leaving(bank, merchant, date, made.file)).toString('base64') });
    },
  });
}
