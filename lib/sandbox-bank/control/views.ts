/** What the machine API shows of orders, refunds and callbacks: amounts as text, moments as bank time. */
import type { Bank } from '../bank/bank';
import { bankDateTime } from '../bank/clock';
import { isUnclear, refundedFen, stateOf } from '../bank/ledger';
import type { Delivery, DeliveryAttempt, Order, Refund } from '../bank/types';

const moment = (at: number | null): string | null => (at === null ? null : bankDateTime(at));

export const refundJson = (refund: Refund, order: Order | undefined) => ({
  channel: refund.channel,
  merchantNo: refund.merchantNo,
  refundNo: refund.refundNo,
  orderNo: order?.orderNo ?? null,
  channelRefundNo: refund.tradeNo,
  amountMinor: refund.amount,
  currency: 'CNY',
  status: refund.status,
  createdAt: moment(refund.createdAt),
  finishedAt: moment(refund.finishedAt),
});

export const orderJson = (bank: Bank, order: Order) => ({
  id: order.id,
  channel: order.channel,
  merchantNo: order.merchantNo,
  orderNo: order.orderNo,
  txnTime: order.txnTime || null,
  channelTradeNo: order.tradeNo,
  amountMinor: order.amount,
  currency: 'CNY',
  subject: order.subject,
  state: stateOf(bank, order),
  unclear: isUnclear(bank, order),
  failCode: order.failCode,
  refundedMinor: refundedFen(bank, order).toString(),
  createdAt: moment(order.createdAt),
  expiresAt: moment(order.expiresAt),
  paidAt: moment(order.paidAt),
  closedAt: moment(order.closedAt),
  payerPage: bank.sims[order.channel].payerPage(order),
});

export const orderTruth = (bank: Bank, order: Order) => ({
  ...orderJson(bank, order),
  refunds: bank.orders.refundsOf(order.id).map((refund) => refundJson(refund, order)),
  callbacks: bank.db
    .all<Delivery>(
      'SELECT * FROM deliveries WHERE orderNo = ? AND channel = ? AND merchantNo = ? ORDER BY id LIMIT 200',
      order.orderNo,
      order.channel,
      order.merchantNo,
    )
    .map((delivery) => deliveryJson(bank, delivery)),
});

export const deliveryJson = (bank: Bank, delivery: Delivery) => ({
  id: delivery.id,
  channel: delivery.channel,
  merchantNo: delivery.merchantNo,
  orderNo: delivery.orderNo,
  refundNo: delivery.refundNo,
  kind: delivery.kind,
  variant: delivery.variant,
  url: delivery.url,
  copies: delivery.copies,
  state: delivery.state,
  tries: delivery.tries,
  nextAt: moment(delivery.nextAt),
  createdAt: moment(delivery.createdAt),
  attempts: bank.db
    .all<DeliveryAttempt>('SELECT * FROM attempts WHERE deliveryId = ? ORDER BY tryNo, copyNo LIMIT 200', delivery.id)
    .map((attempt) => ({
      tryNo: attempt.tryNo,
      copyNo: attempt.copyNo,
      at: bankDateTime(attempt.at),
      status: attempt.status,
      answer: attempt.answer,
      acknowledged: attempt.acknowledged === 1,
      durationMs: attempt.durationMs,
    })),
});
