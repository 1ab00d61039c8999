/** WeChat's order operations: native create, query, close. */
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import { bankRfc3339 } from '../../bank/clock';
import type { Reply } from '../../bank/http';
import { closeOrder, isUnclear, makeOrder, refundedFen, stateOf } from '../../bank/ledger';
import { underFaults } from '../../bank/under-faults';
import type { Merchant, Order } from '../../bank/types';
import { refusal, signedReply } from './wire';

const LIFETIME_MS = 7 * 86_400_000;

const CreateSchema = z.object({
  appid: z.string(),
  mchid: z.string(),
  description: z.string().min(1).max(127),
  out_trade_no: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/),
  notify_url: z
    .url()
    .max(255)
    .refine((url) => !url.includes('?'), 'no query string'),
  time_expire: z.iso.datetime({ offset: true }).optional(),
  attach: z.string().max(128).optional(),
  amount: z.object({ total: z.int().positive().max(10_000_000_000), currency: z.literal('CNY').default('CNY') }),
});

export const maintenance = (bank: Bank) => refusal(bank, 503, 'SERVICE_UNAVAILABLE', '系统维护中，请稍后再试');
export const systemError = (bank: Bank) => refusal(bank, 500, 'SYSTEM_ERROR', '系统异常，请用相同参数重新调用');
export const busy = (bank: Bank) => refusal(bank, 429, 'FREQUENCY_LIMITED', '频率超限，请求过于频繁');
const badParam = (bank: Bank, message: string) => refusal(bank, 400, 'PARAM_ERROR', message);

export const codeUrl = (order: Order): string => `weixin://wxpay/bizpayurl?pr=${order.token}`;

export async function createNative(bank: Bank, merchant: Merchant, body: string): Promise<Reply> {
  let raw: unknown;
  try {
    raw = JSON.parse(body);
  } catch {
    return badParam(bank, '请求体不是合法的JSON');
  }
  const parsed = CreateSchema.safeParse(raw);
  if (!parsed.success) return badParam(bank, `参数错误: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  const wanted = parsed.data;
  if (wanted.mchid !== merchant.merchantNo) return badParam(bank, 'mchid与签名商户不符');
  if (wanted.appid !== merchant.config.appId) return refusal(bank, 400, 'APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配');
  const expiresAt = wanted.time_expire ? Date.parse(wanted.time_expire) : bank.clock.now() + LIFETIME_MS;
  let made: Order | undefined;
  return underFaults(bank, {
    channel: 'wechat',
    subject: { merchantNo: merchant.merchantNo, orderNo: wanted.out_trade_no, operation: 'create' },
    maintenance: () => maintenance(bank),
    systemError: () => systemError(bank),
    busy: () => busy(bank),
    madeOrder: () => made,
    run: () => {
      const existing = bank.orders.byNumber('wechat', merchant.merchantNo, wanted.out_trade_no);
      if (existing) return repeated(bank, existing, wanted);
      if (expiresAt <= bank.clock.now()) return badParam(bank, 'time_expire已过期');
      made = makeOrder(bank, {
        channel: 'wechat',
        merchantNo: merchant.merchantNo,
        orderNo: wanted.out_trade_no,
        amountFen: BigInt(wanted.amount.total),
        subject: wanted.description,
        expiresAt,
        notifyUrl: wanted.notify_url,
        returnUrl: '',
        request: wanted,
        tradeNo: (day, digits) => `4200${digits.slice(0, 6)}${day}${digits.slice(6, 16)}`,
      });
      return signedReply(bank, 200, { code_url: codeUrl(made) });
    },
  });
}

/** The same number must repeat the same parameters, and is refused once the order is over. */
function repeated(bank: Bank, existing: Order, wanted: z.infer<typeof CreateSchema>): Promise<Reply> {
  const state = stateOf(bank, existing);
  if (state === 'paid') return refusal(bank, 400, 'ORDERPAID', '该订单已支付');
  if (state !== 'pending') return refusal(bank, 400, 'ORDER_CLOSED', '该订单已关闭');
  if (existing.request !== JSON.stringify(wanted))
    return refusal(bank, 400, 'INVALID_REQUEST', '商户订单号重复，请核实后更换商户订单号重新下单 268498688');
  return signedReply(bank, 200, { code_url: codeUrl(existing) });
}

/** The order as queries and callbacks show it. */
export function orderView(merchant: Merchant, order: Order, tradeState: string, amountFen: bigint): Record<string, unknown> {
  const request = JSON.parse(order.request) as { attach?: string };
  const total = Number(amountFen);
  const paid = order.paidAt !== null;
  return {
    appid: merchant.config.appId,
    mchid: merchant.merchantNo,
    out_trade_no: order.orderNo,
    ...(paid && { transaction_id: order.tradeNo, trade_type: 'NATIVE', bank_type: 'OTHERS' }),
    trade_state: tradeState,
    trade_state_desc: DESCRIPTIONS[tradeState] ?? '',
    attach: request.attach ?? '',
    ...(paid && { success_time: bankRfc3339(order.paidAt) }),
    payer: paid ? { openid: `oSandbox${order.token}` } : {},
    amount: paid ? { total, payer_total: total, currency: 'CNY', payer_currency: 'CNY' } : { total, currency: 'CNY' },
  };
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  SUCCESS: '支付成功',
  REFUND: '转入退款',
  NOTPAY: '订单未支付',
  CLOSED: '订单已关闭',
};

export function queryOrder(bank: Bank, merchant: Merchant, order: Order | undefined, asked: string): Promise<Reply> {
  const missing = () => refusal(bank, 404, 'ORDER_NOT_EXIST', '订单不存在');
  return underFaults(bank, {
    channel: 'wechat',
    subject: { merchantNo: merchant.merchantNo, orderNo: order?.orderNo ?? asked, operation: 'query' },
    maintenance: () => maintenance(bank),
    systemError: () => systemError(bank),
    busy: () => busy(bank),
    run: (telling) => {
      if (!order || telling === 'not-found') return missing();
      if (telling === 'unclear' || isUnclear(bank, order)) return systemError(bank);
      const state = stateOf(bank, order);
      const refunded = state === 'paid' && refundedFen(bank, order) > 0n;
      const shown = state === 'paid' ? (refunded ? 'REFUND' : 'SUCCESS') : state === 'pending' ? 'NOTPAY' : 'CLOSED';
      return signedReply(bank, 200, orderView(merchant, order, shown, BigInt(order.amount)));
    },
  });
}

export function closeWechat(bank: Bank, merchant: Merchant, orderNo: string): Promise<Reply> {
  const order = bank.orders.byNumber('wechat', merchant.merchantNo, orderNo);
  return underFaults(bank, {
    channel: 'wechat',
    subject: { merchantNo: merchant.merchantNo, orderNo, operation: 'close' },
    maintenance: () => maintenance(bank),
    systemError: () => systemError(bank),
    busy: () => busy(bank),
    run: () => {
      if (!order) return refusal(bank, 404, 'ORDER_NOT_EXIST', '订单不存在');
      const closed = closeOrder(bank, order);
      if (!closed.ok && closed.code === 'already-paid') return refusal(bank, 400, 'ORDERPAID', '该订单已支付');
      return signedReply(bank, 204, null);
    },
  });
}
