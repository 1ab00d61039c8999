/** Alipay's refunds: mostly done within the call; the same request number and amount is answered again without moving money. */
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import { bankDateTime } from '../../bank/clock';
import type { Reply } from '../../bank/http';
import { makeRefund, refundedFen, type RefundResult } from '../../bank/ledger';
import { fenOf, yuan } from '../../bank/text';
import type { Merchant } from '../../bank/types';
import { underFaults } from '../../bank/under-faults';
import { buyerId, findTrade } from './orders';
import { businessFailure, callerError, success, unavailable } from './wire';

const WINDOW_MS = 366 * 86_400_000;
const RefundSchema = z.object({
  refund_amount: z.union([z.string(), z.number()]).transform(String),
  out_request_no: z.string().max(64).optional(),
});

const REFUSALS: Readonly<Record<Exclude<RefundResult, { ok: true }>['code'], readonly [string, string]>> = {
  'not-paid': ['ACQ.TRADE_STATUS_ERROR', '交易状态不合法'],
  exceeds: ['ACQ.REFUND_AMT_NOT_EQUAL_TOTAL', '退款金额超限'],
  'too-many': ['ACQ.TRADE_NOT_ALLOW_REFUND', '退款次数超限'],
  'duplicate-differs': ['ACQ.DISCORDANT_REPEAT_REQUEST', '请求信息不一致'],
};

export function refundTrade(bank: Bank, merchant: Merchant, method: string, biz: unknown, notifyUrl: string): Promise<Reply> {
  const { order, asked } = findTrade(bank, merchant, biz);
  const parsed = RefundSchema.safeParse(biz);
  const amountFen = parsed.success ? fenOf(parsed.data.refund_amount) : null;
  if (!parsed.success || amountFen === null) return callerError(bank, method, '40002', 'isv.invalid-parameter', 'refund_amount有误');
  return underFaults(bank, {
    channel: 'alipay',
    subject: { merchantNo: merchant.merchantNo, orderNo: asked, operation: 'refund' },
    maintenance: () => unavailable(bank, method),
    systemError: () => unavailable(bank, method),
    run: () => {
      if (!order) return businessFailure(bank, method, 'ACQ.TRADE_NOT_EXIST', '交易不存在');
      if (order.paidAt !== null && bank.clock.now() - order.paidAt > WINDOW_MS)
        return businessFailure(bank, method, 'ACQ.TRADE_HAS_FINISHED', '交易已完结');
      const made = makeRefund(bank, {
        order,
        refundNo: parsed.data.out_request_no ?? order.orderNo,
        amountFen,
        notifyUrl: notifyUrl || order.notifyUrl,
        request: {},
        tradeNo: () => `${order.tradeNo}/${parsed.data.out_request_no ?? order.orderNo}`,
      });
      if (!made.ok) return businessFailure(bank, method, ...REFUSALS[made.code]);
      const done = made.refund.status === 'succeeded';
      return success(bank, method, {
        trade_no: order.tradeNo,
        out_trade_no: order.orderNo,
        buyer_logon_id: 'san***@sandbox.com',
        buyer_user_id: buyerId(order),
        fund_change: done && !made.replay ? 'Y' : 'N',
        refund_fee: yuan(refundedFen(bank, order)),
        ...(done && { gmt_refund_pay: bankDateTime(made.refund.finishedAt!) }),
      });
    },
  });
}

/** 10000 says the question was understood; the refund exists only where its data is present. One that failed at the card is dback F. */
export function queryRefund(bank: Bank, merchant: Merchant, method: string, biz: unknown): Promise<Reply> {
  const { order, asked } = findTrade(bank, merchant, biz);
  const parsed = z.object({ out_request_no: z.string().max(64) }).safeParse(biz);
  return underFaults(bank, {
    channel: 'alipay',
    subject: { merchantNo: merchant.merchantNo, orderNo: asked, operation: 'refund-query' },
    maintenance: () => unavailable(bank, method),
    systemError: () => unavailable(bank, method),
    run: () => {
      if (!parsed.success) return callerError(bank, method, '40001', 'isv.missing-parameter', '缺少out_request_no');
      if (!order) return businessFailure(bank, method, 'ACQ.TRADE_NOT_EXIST', '交易不存在');
      const refund = bank.orders.refundsOf(order.id).find((r) => r.refundNo === parsed.data.out_request_no);
      if (!refund) return success(bank, method, {});
      return success(bank, method, {
        out_trade_no: order.orderNo,
        trade_no: order.tradeNo,
        out_request_no: refund.refundNo,
        total_amount: yuan(BigInt(order.amount)),
        refund_amount: yuan(BigInt(refund.amount)),
        refund_status: refund.status === 'processing' ? 'REFUND_PROCESSING' : 'REFUND_SUCCESS',
        ...(refund.finishedAt !== null && { gmt_refund_pay: bankDateTime(refund.finishedAt) }),
        ...(refund.status === 'failed' && {
          deposit_back_info: { has_deposit_back: 'true', dback_status: 'F', dback_amount: yuan(BigInt(refund.amount)) },
        }),
      });
    },
  });
}
