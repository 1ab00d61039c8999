/** WeChat's refunds: accepted first, finished later, told by callback and query. */
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import { bankRfc3339 } from '../../bank/clock';
import type { Reply } from '../../bank/http';
import { makeRefund, type RefundResult } from '../../bank/ledger';
import { underFaults } from '../../bank/under-faults';
import type { Merchant, Order, Refund } from '../../bank/types';
import { busy, maintenance, systemError } from './orders';
import { refusal, signedReply } from './wire';

const RefundSchema = z.object({
  transaction_id: z.string().max(32).optional(),
  out_trade_no: z.string().max(32).optional(),
  out_refund_no: z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/),
  reason: z.string().max(80).optional(),
  notify_url: z.url().max(255).optional(),
  funds_account: z.enum(['AVAILABLE', 'UNSETTLED']).optional(),
  amount: z.object({ refund: z.int().positive(), total: z.int().positive(), currency: z.literal('CNY') }),
});

const WINDOW_MS = 365 * 86_400_000;

const STATUS = { processing: 'PROCESSING', succeeded: 'SUCCESS', failed: 'ABNORMAL' } as const;

export function refundView(order: Order, refund: Refund, amountFen: bigint): Record<string, unknown> {
  const total = Number(BigInt(order.amount));
  const part = Number(amountFen);
  return {
    refund_id: refund.tradeNo,
    out_refund_no: refund.refundNo,
    transaction_id: order.tradeNo,
    out_trade_no: order.orderNo,
    channel: 'ORIGINAL',
    user_received_account: '招商银行信用卡0403',
    ...(refund.status === 'succeeded' && { success_time: bankRfc3339(refund.finishedAt!) }),
    create_time: bankRfc3339(refund.createdAt),
    status: STATUS[refund.status],
    funds_account: 'UNSETTLED',
    amount: {
      total,
      refund: part,
      payer_total: total,
      payer_refund: part,
      settlement_refund: part,
      settlement_total: total,
      discount_refund: 0,
      currency: 'CNY',
    },
  };
}

const REFUSALS: Readonly<Record<Exclude<RefundResult, { ok: true }>['code'], readonly [number, string, string]>> = {
  'not-paid': [400, 'INVALID_REQUEST', '订单未支付，不能退款'],
  exceeds: [400, 'INVALID_REQUEST', '申请退款金额大于可退金额'],
  'too-many': [400, 'INVALID_REQUEST', '部分退款次数超过50次'],
  'duplicate-differs': [400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试'],
};

export async function createRefund(bank: Bank, merchant: Merchant, body: string): Promise<Reply> {
  let raw: unknown;
  try {
    raw = JSON.parse(body);
  } catch {
    raw = null;
  }
  const parsed = RefundSchema.safeParse(raw);
  if (!parsed.success) return refusal(bank, 400, 'PARAM_ERROR', `参数错误: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  const wanted = parsed.data;
  const order = wanted.transaction_id
    ? bank.orders.byTrade('wechat', merchant.merchantNo, wanted.transaction_id)
    : bank.orders.byNumber('wechat', merchant.merchantNo, wanted.out_trade_no ?? '');
  return underFaults(bank, {
    channel: 'wechat',
    subject: { merchantNo: merchant.merchantNo, orderNo: order?.orderNo ?? wanted.out_refund_no, operation: 'refund' },
    maintenance: () => maintenance(bank),
    systemError: () => systemError(bank),
    busy: () => busy(bank),
    run: () => {
      if (!order) return refusal(bank, 404, 'RESOURCE_NOT_EXISTS', '订单不存在');
      if (BigInt(wanted.amount.total) !== BigInt(order.amount)) return refusal(bank, 400, 'INVALID_REQUEST', '订单金额不一致');
      if (order.paidAt !== null && bank.clock.now() - order.paidAt > WINDOW_MS)
        return refusal(bank, 400, 'INVALID_REQUEST', '订单已超过可退款的最大期限');
      const made = makeRefund(bank, {
        order,
        refundNo: wanted.out_refund_no,
        amountFen: BigInt(wanted.amount.refund),
        notifyUrl: wanted.notify_url ?? merchant.notifyUrl,
        request: wanted,
        tradeNo: (day, digits) => `503${digits.slice(0, 7)}${day}${digits.slice(7, 17)}`,
      });
      if (!made.ok) return refusal(bank, ...REFUSALS[made.code]);
      return signedReply(bank, 200, refundView(order, made.refund, BigInt(made.refund.amount)));
    },
  });
}

export function queryRefund(bank: Bank, merchant: Merchant, refundNo: string): Promise<Reply> {
  const refund = bank.orders.refundByNumber('wechat', merchant.merchantNo, refundNo);
  const order = refund ? bank.orders.byId(refund.orderId) : undefined;
  return underFaults(bank, {
    channel: 'wechat',
    subject: { merchantNo: merchant.merchantNo, orderNo: order?.orderNo ?? refundNo, operation: 'refund-query' },
    maintenance: () => maintenance(bank),
    systemError: () => systemError(bank),
    busy: () => busy(bank),
    run: () =>
      !refund || !order
        ? refusal(bank, 404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
        : signedReply(bank, 200, refundView(order, refund, BigInt(refund.amount))),
  });
}
