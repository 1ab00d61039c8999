/**
 * What a day's statement says, before any channel's format: the truth of the ledger, then the planted differences. Which rows are hit is
 * decided by the seed alone, so the same day always has the same differences.
 */
import { money, scale } from '@/lib/kernel/money';
import { addDays, businessDateOf, instant, instantOf, type BusinessDate } from '@/lib/kernel/time';
import type { Bank } from './bank';
import { BANK_ZONE, bankDateTime } from './clock';
import { seededDigits } from './crypto';
import { hitsOf, type Hit, type Plan } from './statement-plan';
import type { Merchant, Order, Refund } from './types';

export type Planted = 'extra' | 'amount-differs' | 'duplicate' | 'from-previous-day' | 'fee-differs' | 'respelled';

export interface StatementLine {
  readonly kind: 'payment' | 'refund';
  readonly order: Order;
  readonly refund: Refund | null;
  /** Never negative; for a refund what was given back. */
  readonly amountFen: bigint;
  /** What the channel keeps of a payment, or gives back of its fee on a refund. Never negative. */
  readonly feeFen: bigint;
  readonly at: number;
  readonly planted: Planted | null;
}

export function dayBounds(date: BusinessDate, cutOff: string): { from: number; to: number } {
  const cutAt = (day: BusinessDate) =>
    cutOff === '24:00' ? instantOf(addDays(day, 1), '00:00', BANK_ZONE) : instantOf(day, cutOff, BANK_ZONE);
  return { from: cutAt(addDays(date, -1)), to: cutAt(date) };
}

const feeOf = (amountFen: bigint, feeBps: bigint): bigint => scale(money(amountFen, 'CNY'), feeBps, 10_000n).minor;

export interface StatementDay {
  readonly date: BusinessDate;
  readonly lines: readonly StatementLine[];
  readonly truth: StatementTruth;
}

/** Machine-readable: what the file says, what really happened, and every planted difference by order number. Amounts are fen as text. */
export interface StatementTruth {
  readonly channel: string;
  readonly merchantNo: string;
  readonly date: string;
  readonly file: Totals;
  readonly bank: Totals;
  readonly planted: {
    readonly missing: readonly string[];
    readonly extra: readonly string[];
    readonly amountDiffers: readonly { readonly orderNo: string; readonly bankMinor: string; readonly fileMinor: string }[];
    readonly duplicate: readonly string[];
    readonly nextDay: readonly string[];
    readonly fromPreviousDay: readonly string[];
    readonly feeDiffers: readonly string[];
    readonly respelled: readonly string[];
    /** Refunds by their number. */
    readonly refundNextDay: readonly string[];
  };
  readonly rows: readonly {
    readonly kind: 'payment' | 'refund';
    readonly orderNo: string;
    readonly refundNo: string | null;
    readonly channelNo: string;
    readonly amountMinor: string;
    readonly feeMinor: string;
    readonly at: string;
    readonly planted: Planted | null;
  }[];
}
export interface Totals {
  readonly rows: number;
  readonly payments: { readonly count: number; readonly amountMinor: string };
  readonly refunds: { readonly count: number; readonly amountMinor: string };
  /** Fees kept less fees given back. */
  readonly feeMinor: string;
}

function totals(lines: readonly StatementLine[]): Totals {
  const side = (kind: 'payment' | 'refund') => {
    const of = lines.filter((line) => line.kind === kind);
    return { count: of.length, amountMinor: of.reduce((sum, line) => sum + line.amountFen, 0n).toString() };
  };
  const fee = lines.reduce((sum, line) => (line.kind === 'payment' ? sum + line.feeFen : sum - line.feeFen), 0n);
  return { rows: lines.length, payments: side('payment'), refunds: side('refund'), feeMinor: fee.toString() };
}

/** Refunds of a day: its own that are not put off to the next, and those of the day before that were. */
function refundsOf(bank: Bank, merchant: Merchant, date: BusinessDate): { shown: StatementLine[]; real: StatementLine[]; putOff: StatementLine[] } {
  const { cutOff, feeBps } = bank.sims[merchant.channel];
  const made = (day: BusinessDate, planted: Planted | null): StatementLine[] => {
    const { from, to } = dayBounds(day, cutOff);
    return bank.orders.refundsBetween(merchant.channel, merchant.merchantNo, from, to).filter((r) => r.status !== 'failed').map((refund) => {
      const amountFen = BigInt(refund.amount);
      return { kind: 'refund', order: bank.orders.byId(refund.orderId)!, refund, amountFen, feeFen: feeOf(amountFen, feeBps), at: refund.createdAt, planted };
    });
  };
  const isPutOff = ({ order }: StatementLine): boolean =>
    bank.rules.applies('statement-refund-next-day', { channel: merchant.channel, merchantNo: merchant.merchantNo, orderNo: order.orderNo, operation: 'statement' }) !== null;
  const real = made(date, null);
  const carried = made(addDays(date, -1), 'from-previous-day').filter(isPutOff);
  return { shown: [...carried, ...real.filter((line) => !isPutOff(line))], real, putOff: real.filter(isPutOff) };
}

export function statementDay(bank: Bank, merchant: Merchant, date: BusinessDate): StatementDay {
  const sim = bank.sims[merchant.channel];
  const paidOn = (day: BusinessDate) => {
    const { from, to } = dayBounds(day, sim.cutOff);
    return bank.orders.paidBetween(merchant.channel, merchant.merchantNo, from, to);
  };
  const payment = (order: Order, planted: Planted | null, amountFen = BigInt(order.amount), feeOffFen = 0n): StatementLine => ({
    kind: 'payment', order, refund: null, amountFen, feeFen: feeOf(amountFen, sim.feeBps) + feeOffFen, at: order.paidAt!, planted,
  });
  const paid = paidOn(date);
  const { hits, plan } = hitsOf(bank, merchant, date, paid);
  const { from, to } = dayBounds(date, sim.cutOff);
  const refunds = refundsOf(bank, merchant, date);
  const yesterday = addDays(date, -1);
  const before = paidOn(yesterday);
  const carriedHits = hitsOf(bank, merchant, yesterday, before).hits;
  const carried = before.filter((o) => carriedHits.get(o.id) === 'next-day').map((o) => payment(o, 'from-previous-day'));
  const own = paid.flatMap((order): StatementLine[] => {
    const hit = hits.get(order.id);
    if (hit === 'missing' || hit === 'next-day') return [];
    if (hit === 'amount-differs') return [payment(order, 'amount-differs', differing(order, plan.deltaFen))];
    if (hit === 'fee-differs') return [payment(order, 'fee-differs', BigInt(order.amount), BigInt(plan.deltaFen))];
    if (hit === 'respelled') return [payment({ ...order, orderNo: order.orderNo.toLowerCase() }, 'respelled')];
    return hit === 'duplicate' ? [payment(order, null), payment(order, 'duplicate')] : [payment(order, null)];
  });
  const extra = Array.from({ length: plan.extra }, (_, index) => payment(strangerOrder(bank, merchant, date, index, from, to), 'extra'));
  const lines = [...carried, ...own, ...extra, ...refunds.shown].sort((a, b) => a.at - b.at || (a.order.orderNo < b.order.orderNo ? -1 : 1));
  const real = totals([...paid.map((order) => payment(order, null)), ...refunds.real]);
  return { date, lines, truth: truthOf({ merchant, date, lines, real, paid, hits, plan, putOff: refunds.putOff }) };
}

const differing = (order: Order, deltaFen: number): bigint => {
  const changed = BigInt(order.amount) + BigInt(deltaFen);
  return changed > 0n ? changed : BigInt(order.amount) + 1n;
};

/** A payment the platform never made. */
function strangerOrder(bank: Bank, merchant: Merchant, date: BusinessDate, index: number, from: number, to: number): Order {
  const digits = seededDigits(20, bank.options.seed, 'stranger', merchant.channel, merchant.merchantNo, date, index);
  const orderNo = `X${date.replaceAll('-', '')}${digits.slice(0, 10)}`;
  const at = from + Math.floor(((to - from) * (index + 1)) / 1_002);
  return {
    id: -index - 1,
    channel: merchant.channel,
    merchantNo: merchant.merchantNo,
    orderNo,
    txnTime: bankDateTime(at).replace(/[-: ]/g, ''),
    token: digits,
    tradeNo: `9${digits}`,
    amount: String(100 + (Number(digits.slice(10, 15)) % 90_000)),
    subject: '未知订单',
    status: 'paid',
    createdAt: at,
    expiresAt: to,
    paidAt: at,
    closedAt: null,
    failCode: null,
    unclearUntil: null,
    notifyUrl: '',
    returnUrl: '',
    request: '{}',
  };
}

interface Told {
  readonly merchant: Merchant;
  readonly date: BusinessDate;
  readonly lines: readonly StatementLine[];
  readonly real: Totals;
  readonly paid: readonly Order[];
  readonly hits: Map<number, Hit>;
  readonly plan: Plan;
  readonly putOff: readonly StatementLine[];
}

function truthOf({ merchant, date, lines, real, paid, hits, plan, putOff }: Told): StatementTruth {
  const hit = (kind: Hit) => paid.filter((order) => hits.get(order.id) === kind);
  const planted = (kind: Planted) => lines.filter((line) => line.planted === kind).map((line) => line.order.orderNo);
  return {
    channel: merchant.channel,
    merchantNo: merchant.merchantNo,
    date,
    file: totals(lines),
    bank: real,
    planted: {
      missing: hit('missing').map((o) => o.orderNo),
      extra: planted('extra'),
      amountDiffers: hit('amount-differs').map((o) => ({
        orderNo: o.orderNo,
        bankMinor: o.amount,
        fileMinor: differing(o, plan.deltaFen).toString(),
      })),
      duplicate: planted('duplicate'),
      nextDay: hit('next-day').map((o) => o.orderNo),
      fromPreviousDay: planted('from-previous-day'),
      feeDiffers: planted('fee-differs'),
      respelled: planted('respelled'),
      refundNextDay: putOff.map((line) => line.refund!.refundNo),
    },
    rows: lines.map((line) => ({
      kind: line.kind,
      orderNo: line.order.orderNo,
      refundNo: line.refund?.refundNo ?? null,
      channelNo: line.refund?.tradeNo ?? line.order.tradeNo,
      amountMinor: line.amountFen.toString(),
      feeMinor: line.feeFen.toString(),
      at: bankDateTime(line.at),
      planted: line.planted,
    })),
  };
}

/** The statement day "today" belongs to, by the channel's own cut. */
export const todayOf = (bank: Bank, merchant: Merchant): BusinessDate =>
  businessDateOf(instant(bank.clock.now()), BANK_ZONE, bank.sims[merchant.channel].cutOff);
