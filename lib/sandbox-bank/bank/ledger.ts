/**
 * The truth of the sandbox: who paid what and what was given back. Channels translate to and from it; every change is one transaction
 * with the callbacks it causes.
 */
import { assert } from '@/lib/kernel/assert';
import type { Bank } from './bank';
import { recordCallbacks } from './callbacks';
import type { ChoreKind } from './chores';
import { seededDigits, seededHex } from './crypto';
import { bankStamp } from './clock';
import type { Channel, Delivery, Merchant, Order, Refund } from './types';

export interface OrderInput {
  readonly channel: Channel;
  readonly merchantNo: string;
  readonly orderNo: string;
  readonly txnTime?: string;
  readonly amountFen: bigint;
  readonly subject: string;
  readonly expiresAt: number;
  readonly notifyUrl: string;
  readonly returnUrl: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** The channel's shape of its own number, from day stamp and deterministic digits. */
  readonly tradeNo: (day: string, digits: string) => string;
}

export function makeOrder(bank: Bank, input: OrderInput): Order {
  assert(input.amountFen > 0n, 'an order has an amount');
  const now = bank.clock.now();
  const name = [input.channel, input.merchantNo, input.orderNo, input.txnTime ?? ''];
  return bank.orders.insert({
    channel: input.channel,
    merchantNo: input.merchantNo,
    orderNo: input.orderNo,
    txnTime: input.txnTime ?? '',
    token: seededHex(bank.options.seed, 'token', ...name).slice(0, 20),
    tradeNo: input.tradeNo(bankStamp(now).slice(0, 8), seededDigits(20, bank.options.seed, 'trade', ...name)),
    amount: input.amountFen.toString(),
    subject: input.subject,
    createdAt: now,
    expiresAt: input.expiresAt,
    notifyUrl: input.notifyUrl,
    returnUrl: input.returnUrl,
    request: JSON.stringify(input.request),
  });
}

export type StateNow = 'pending' | 'paid' | 'closed' | 'expired' | 'failed';

/** An order's state at this moment: one nobody paid in time is as good as closed. */
export const stateOf = (bank: Bank, order: Order): StateNow =>
  order.status === 'pending' && order.expiresAt <= bank.clock.now() ? 'expired' : order.status;

/** Whether the bank itself does not know yet, although the debit is taken. */
export const isUnclear = (bank: Bank, order: Order): boolean => order.unclearUntil !== null && order.unclearUntil > bank.clock.now();

export interface Done {
  readonly ok: true;
  readonly order: Order;
  /** Ends when the first try of each callback due now has. */
  readonly callbacks: Promise<void>;
}
export type Outcome = Done | { readonly ok: false; readonly code: 'already-paid' | 'closed' | 'failed'; readonly order: Order };

const occasion = (order: Order, operation: 'pay' | 'close' | 'refund') => ({
  channel: order.channel,
  merchantNo: order.merchantNo,
  orderNo: order.orderNo,
  operation,
});

export function merchantOf(bank: Bank, of: { channel: Channel; merchantNo: string }): Merchant {
  const merchant = bank.merchants.byNo(of.channel, of.merchantNo);
  assert(merchant, 'an order has a merchant');
  return merchant;
}

export function payOrder(bank: Bank, wanted: Order, late = false): Outcome {
  const order = bank.orders.byId(wanted.id)!;
  const state = stateOf(bank, order);
  if (state === 'paid') return { ok: false, code: 'already-paid', order };
  if (state === 'failed') return { ok: false, code: 'failed', order };
  if (state !== 'pending' && !late && !bank.rules.applies('pay-after-close', occasion(order, 'pay')))
    return { ok: false, code: 'closed', order };
  let paid = order;
  const launched = bank.db.transaction((): Delivery[] => {
    const now = bank.clock.now();
    const unclear = bank.rules.strike('paid-but-unknown', occasion(order, 'pay'));
    const unclearUntil = unclear ? now + bank.clock.scaled((unclear.seconds ?? 0) * 1000) : null;
    paid = bank.orders.update(order.id, { status: 'paid', paidAt: now, failCode: null, unclearUntil });
    return recordCallbacks(bank, { merchant: merchantOf(bank, order), order: paid, refund: null });
  });
  return { ok: true, order: paid, callbacks: bank.deliveries.launch(launched) };
}

/** A refused payment: final at a gateway form, one of several tries in a wallet. */
export function failOrder(bank: Bank, wanted: Order, code: string): Outcome {
  const order = bank.orders.byId(wanted.id)!;
  const state = stateOf(bank, order);
  if (state === 'paid') return { ok: false, code: 'already-paid', order };
  if (state !== 'pending') return { ok: false, code: state === 'failed' ? 'failed' : 'closed', order };
  const sim = bank.sims[order.channel];
  let failed = order;
  const launched = bank.db.transaction((): Delivery[] => {
    failed = bank.orders.update(order.id, { status: sim.failureIsFinal ? 'failed' : 'pending', failCode: code });
    return sim.failureNotifies ? recordCallbacks(bank, { merchant: merchantOf(bank, order), order: failed, refund: null }) : [];
  });
  return { ok: true, order: failed, callbacks: bank.deliveries.launch(launched) };
}

export function closeOrder(bank: Bank, wanted: Order): Outcome {
  const order = bank.orders.byId(wanted.id)!;
  if (order.status === 'paid') return { ok: false, code: 'already-paid', order };
  if (order.status === 'closed') return { ok: true, order, callbacks: Promise.resolve() };
  const closed = bank.db.transaction(() => {
    const now = bank.clock.now();
    const late = bank.rules.strike('pay-after-close', occasion(order, 'close'));
    if (late) bank.chores.add('pay-late', order.id, now + bank.clock.scaled((late.seconds ?? 0) * 1000));
    return bank.orders.update(order.id, { status: 'closed', closedAt: now });
  });
  return { ok: true, order: closed, callbacks: Promise.resolve() };
}

export interface RefundInput {
  readonly order: Order;
  readonly refundNo: string;
  readonly txnTime?: string;
  readonly amountFen: bigint;
  readonly notifyUrl: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly tradeNo: (day: string, digits: string) => string;
  /** CCB has no refund number: every call is a new refund. */
  readonly everyCallIsNew?: boolean;
}
export type RefundResult =
  | { readonly ok: true; readonly refund: Refund; readonly replay: boolean; readonly callbacks: Promise<void> }
  | { readonly ok: false; readonly code: 'not-paid' | 'exceeds' | 'too-many' | 'duplicate-differs' };

const REFUNDS_PER_ORDER_MAX = 50;

/** What has been given back or is on its way: failed refunds do not count. */
export const refundedFen = (bank: Bank, order: Order): bigint =>
  bank.orders
    .refundsOf(order.id)
    .filter((r) => r.status !== 'failed')
    .reduce((sum, r) => sum + BigInt(r.amount), 0n);

export function makeRefund(bank: Bank, input: RefundInput): RefundResult {
  const { order } = input;
  const before = bank.orders.refundsOf(order.id);
  const same = input.everyCallIsNew
    ? undefined
    : bank.orders.refundByNumber(order.channel, order.merchantNo, input.refundNo, input.txnTime);
  if (same) {
    if (same.amount !== input.amountFen.toString() || same.orderId !== order.id) return { ok: false, code: 'duplicate-differs' };
    return { ok: true, refund: same, replay: true, callbacks: Promise.resolve() };
  }
  if (order.status !== 'paid') return { ok: false, code: 'not-paid' };
  if (before.length >= REFUNDS_PER_ORDER_MAX) return { ok: false, code: 'too-many' };
  if (input.amountFen <= 0n || refundedFen(bank, order) + input.amountFen > BigInt(order.amount)) return { ok: false, code: 'exceeds' };
  const sim = bank.sims[order.channel];
  const made = bank.db.transaction(() => {
    const now = bank.clock.now();
    const doomed = bank.rules.strike('refund-accepted-then-failed', occasion(order, 'refund')) !== null;
    const later = doomed || sim.refundIsAsynchronous;
    const digits = seededDigits(
      20,
      bank.options.seed,
      'refund',
      order.channel,
      order.merchantNo,
      order.orderNo,
      input.refundNo,
      before.length,
    );
    const refund = bank.orders.insertRefund({
      orderId: order.id,
      channel: order.channel,
      merchantNo: order.merchantNo,
      refundNo: input.refundNo,
      txnTime: input.txnTime ?? '',
      tradeNo: input.tradeNo(bankStamp(now).slice(0, 8), digits),
      amount: input.amountFen.toString(),
      status: later ? 'processing' : 'succeeded',
      createdAt: now,
      finishedAt: later ? null : now,
      doomed: doomed ? 1 : 0,
      notifyUrl: input.notifyUrl,
      request: JSON.stringify(input.request),
    });
    if (later) bank.chores.add('finish-refund', refund.id, now + bank.clock.scaled(bank.options.refundDelayMs));
    const launched = !later && sim.refundNotifies ? recordCallbacks(bank, { merchant: merchantOf(bank, order), order, refund }) : [];
    return { refund, launched };
  });
  return { ok: true, refund: made.refund, replay: false, callbacks: bank.deliveries.launch(made.launched) };
}

/** The work of a chore whose time has come. */
export function doChore(bank: Bank, kind: ChoreKind, subjectId: number): void {
  if (kind === 'pay-late') {
    const order = bank.orders.byId(subjectId);
    if (order) payOrder(bank, order, true);
    return;
  }
  const refund = bank.orders.refundById(subjectId);
  if (refund?.status !== 'processing') return;
  const order = bank.orders.byId(refund.orderId)!;
  const launched = bank.db.transaction(() => {
    const finished = bank.orders.finishRefund(refund.id, refund.doomed === 1 ? 'failed' : 'succeeded', bank.clock.now());
    const sim = bank.sims[order.channel];
    const told = finished.status === 'failed' ? sim.refundFailureNotifies : sim.refundNotifies;
    return told ? recordCallbacks(bank, { merchant: merchantOf(bank, order), order, refund: finished }) : [];
  });
  void bank.deliveries.launch(launched);
}
