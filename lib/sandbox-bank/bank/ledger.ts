/**
 * The truth of the sandbox: who paid what and what was given back. Channels translate to and from it; every change is one transaction
 * with the callbacks it causes.
 */
import { assert } from '@/lib/kernel/assert';
import type { Bank } from './bank';
import { recordCallbacks } from './callbacks';
import type { Fault } from '../faults';
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

const LATE: readonly Fault[] = ['pay-after-close', 'paid-twice'];

export function payOrder(bank: Bank, wanted: Order, late = false): Outcome {
  const order = bank.orders.byId(wanted.id)!;
  const state = stateOf(bank, order);
  if (state === 'paid') return { ok: false, code: 'already-paid', order };
  if (state === 'failed') return { ok: false, code: 'failed', order };
  const takesLate = () => LATE.some((fault) => bank.rules.applies(fault, occasion(order, 'pay')));
  if (state !== 'pending' && !late && !takesLate())
    return { ok: false, code: 'closed', order };
  const doomed = bank.rules.strike('failed-but-unknown', occasion(order, 'pay'));
  if (doomed) return failLater(bank, order, doomed.seconds ?? 0);
  let paid = order;
  const launched = bank.db.transaction((): Delivery[] => {
    const now = bank.clock.now();
    const strike = (fault: Fault) => bank.rules.strike(fault, occasion(order, 'pay'));
    const after = (seconds = 0) => now + bank.clock.scaled(seconds * 1000);
    const unclear = strike('paid-but-unknown') ?? strike('unknown-past-day');
    const part = strike('partial-payment');
    const taken = part ? BigInt(order.amount) - BigInt(Math.trunc(part.deltaFen ?? 0)) : 0n;
    const reversed = strike('reversed-later');
    if (reversed) bank.chores.add('reverse', order.id, after(reversed.seconds));
    const change = { status: 'paid' as const, paidAt: now, failCode: null, unclearUntil: unclear ? after(unclear.seconds) : null };
    paid = bank.orders.update(order.id, { ...change, ...(taken > 0n && { amount: taken.toString() }) });
    return recordCallbacks(bank, { merchant: merchantOf(bank, order), order: paid, refund: null });
  });
  return { ok: true, order: paid, callbacks: bank.deliveries.launch(launched) };
}

/** Nothing is taken; until the bank knows that, it says nothing. */
function failLater(bank: Bank, order: Order, seconds: number): Outcome {
  const until = bank.clock.now() + bank.clock.scaled(seconds * 1000);
  const unclear = bank.db.transaction(() => {
    bank.chores.add('fail-late', order.id, until);
    return bank.orders.update(order.id, { unclearUntil: until });
  });
  return { ok: true, order: unclear, callbacks: Promise.resolve() };
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
    const late = bank.rules.strike('pay-after-close', occasion(order, 'close')) ?? bank.rules.strike('paid-twice', occasion(order, 'close'));
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

/** What the bank says no to although its books would allow it. */
function refusedRefund(bank: Bank, order: Order, earlier: number): Extract<RefundResult, { ok: false }>['code'] | null {
  const strike = (fault: Fault) => bank.rules.strike(fault, occasion(order, 'refund')) !== null;
  if (strike('refund-no-balance') || strike('refund-over-total')) return 'exceeds';
  if (strike('refund-window-over') || strike('refund-count-over')) return 'too-many';
  if (strike('refund-number-reused')) return 'duplicate-differs';
  return earlier > 0 && strike('refund-second-refused') ? 'too-many' : null;
}

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
  const refused = refusedRefund(bank, order, before.length);
  if (refused) return { ok: false, code: refused };
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
    const finishedAt = later ? now + bank.clock.scaled(bank.options.refundDelayMs) : now;
    if (later) bank.chores.add('finish-refund', refund.id, finishedAt);
    const comesBack = bank.rules.strike('refund-succeeded-then-returned', occasion(order, 'refund'));
    if (comesBack) bank.chores.add('return-refund', refund.id, finishedAt + bank.clock.scaled((comesBack.seconds ?? 0) * 1000));
    const launched = !later && sim.refundNotifies ? recordCallbacks(bank, { merchant: merchantOf(bank, order), order, refund }) : [];
    return { refund, launched };
  });
  return { ok: true, refund: made.refund, replay: false, callbacks: bank.deliveries.launch(made.launched) };
}

/** The work of a chore whose time has come. */
export function doChore(bank: Bank, kind: ChoreKind, subjectId: number): void {
  if (kind === 'pay-late' || kind === 'fail-late' || kind === 'reverse') {
    const order = bank.orders.byId(subjectId);
    if (!order) return;
    if (kind === 'pay-late') payOrder(bank, order, true);
    else if (kind === 'fail-late') failOrder(bank, order, 'insufficient-balance');
    else reverse(bank, order);
    return;
  }
  const refund = bank.orders.refundById(subjectId);
  if (!refund) return;
  const from = kind === 'finish-refund' ? 'processing' : 'succeeded';
  if (refund.status === from) endRefund(bank, refund, kind === 'return-refund' || refund.doomed === 1 ? 'failed' : 'succeeded');
}

function endRefund(bank: Bank, refund: Refund, status: 'succeeded' | 'failed'): void {
  const order = bank.orders.byId(refund.orderId)!;
  const launched = bank.db.transaction(() => {
    const finished = bank.orders.finishRefund(refund.id, status, bank.clock.now());
    const sim = bank.sims[order.channel];
    const told = finished.status === 'failed' ? sim.refundFailureNotifies : sim.refundNotifies;
    return told ? recordCallbacks(bank, { merchant: merchantOf(bank, order), order, refund: finished }) : [];
  });
  void bank.deliveries.launch(launched);
}

/** Money goes back without anybody having asked for it: a refund under a number of the bank's own. */
function reverse(bank: Bank, order: Order): void {
  const digits = seededDigits(20, bank.options.seed, 'reversal', order.channel, order.orderNo);
  const now = bank.clock.now();
  const left = BigInt(order.amount) - refundedFen(bank, order);
  if (order.status !== 'paid' || left <= 0n) return;
  bank.orders.insertRefund({
    orderId: order.id, channel: order.channel, merchantNo: order.merchantNo, refundNo: `RV${digits.slice(0, 14)}`, txnTime: bankStamp(now),
    tradeNo: digits, amount: left.toString(), status: 'succeeded', createdAt: now, finishedAt: now, doomed: 0, notifyUrl: '', request: '{}',
  });
}
