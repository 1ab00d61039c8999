/** UnionPay's back-office trades: refund (04) and same-day undo (31). Accepted is not done. */
import { z } from 'zod';
import type { Bank } from '../../bank/bank';
import type { Reply } from '../../bank/http';
import { makeRefund, type RefundResult } from '../../bank/ledger';
import type { Merchant, Order } from '../../bank/types';
import { underFaults } from '../../bank/under-faults';
import { queryIdOf } from './orders';
import { plainReply, settleDay, type Fields } from './wire';

const WINDOW_MS = 335 * 86_400_000;

const BackSchema = z.object({
  txnType: z.enum(['04', '31']),
  orderId: z.string().regex(/^[0-9A-Za-z]{8,40}$/),
  txnTime: z.string().regex(/^\d{14}$/),
  txnAmt: z.string().regex(/^[1-9]\d{0,11}$/),
  origQryId: z.string().regex(/^\d{21}$/),
  backUrl: z.url().max(256).optional(),
});

const REFUSALS: Readonly<Record<Exclude<RefundResult, { ok: true }>['code'], string>> = {
  'not-paid': '35',
  exceeds: '36',
  'too-many': '35',
  'duplicate-differs': '12',
};

/** An undo is for the whole amount and only before the clearing day is cut. */
function undoRefusal(bank: Bank, order: Order, amount: string): string | null {
  if (amount !== order.amount) return '36';
  return order.paidAt !== null && settleDay(order.paidAt) !== settleDay(bank.clock.now()) ? '35' : null;
}

export function back(bank: Bank, merchant: Merchant, fields: Fields): Promise<Reply> {
  const parsed = BackSchema.safeParse(fields);
  if (!parsed.success) return plainReply(bank, fields, '10');
  const wanted = parsed.data;
  const order = bank.orders.byTrade('unionpay', merchant.merchantNo, wanted.origQryId);
  return underFaults(bank, {
    channel: 'unionpay',
    subject: { merchantNo: merchant.merchantNo, orderNo: order?.orderNo ?? wanted.orderId, operation: 'refund' },
    maintenance: () => plainReply(bank, fields, '39'),
    systemError: () => plainReply(bank, fields, '03'),
    run: () => {
      if (!order) return plainReply(bank, fields, '34');
      if (bank.orders.refundByNumber('unionpay', merchant.merchantNo, wanted.orderId, wanted.txnTime))
        return plainReply(bank, fields, '12');
      if (order.paidAt !== null && bank.clock.now() - order.paidAt > WINDOW_MS) return plainReply(bank, fields, '35');
      const undo = wanted.txnType === '31' ? undoRefusal(bank, order, wanted.txnAmt) : null;
      if (undo) return plainReply(bank, fields, undo);
      const made = makeRefund(bank, {
        order,
        refundNo: wanted.orderId,
        txnTime: wanted.txnTime,
        amountFen: BigInt(wanted.txnAmt),
        notifyUrl: wanted.backUrl ?? '',
        request: { txnType: wanted.txnType, txnSubType: fields.txnSubType ?? '00', reqReserved: fields.reqReserved ?? '' },
        tradeNo: queryIdOf,
      });
      if (!made.ok) return plainReply(bank, fields, REFUSALS[made.code]);
      return plainReply(bank, fields, '00', {
        queryId: made.refund.tradeNo,
        origQryId: order.tradeNo,
        txnAmt: wanted.txnAmt,
        currencyCode: '156',
      });
    },
  });
}
