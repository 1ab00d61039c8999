/**
 * What a day's statement says, before any channel's format: the truth of the ledger, then the planted differences. Which rows are hit is
 * decided by the seed alone, so the same day always has the same differences.
 */
import { money, scale } from '@/lib/kernel/money';
import { addDays, businessDate, businessDateOf, instant, instantOf, type BusinessDate } from '@/lib/kernel/time';
import { z } from 'zod';
import type { Fault } from '../faults';
import type { Rule } from '../store/rules';
import type { Bank } from './bank';
import { BANK_ZONE, bankDateTime } from './clock';
import { seededDigits, seededHex } from './crypto';
import type { Merchant, Order, Refund } from './types';

export type Planted = 'extra' | 'amount-differs' | 'duplicate' | 'from-previous-day';

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

const count = z.int().min(0).max(1_000);
export const PlanSchema = z.object({
  missing: count.default(0), extra: count.default(0), amountDiffers: count.default(0), duplicate: count.default(0), nextDay: count.default(0),
  deltaFen: z.int().min(-1_000_000).max(1_000_000).refine((fen) => fen !== 0).default(1),
});
export type Plan = z.infer<typeof PlanSchema>;
const NO_PLAN: Plan = { missing: 0, extra: 0, amountDiffers: 0, duplicate: 0, nextDay: 0, deltaFen: 1 };

const BY_FAULT: readonly (readonly [Fault, 'missing' | 'extra' | 'amountDiffers' | 'duplicate' | 'nextDay'])[] = [
  ['statement-missing-row', 'missing'], ['statement-extra-row', 'extra'], ['statement-amount-differs', 'amountDiffers'],
  ['statement-duplicate-row', 'duplicate'], ['statement-next-day-row', 'nextDay'],
];

export function storedPlan(bank: Bank, merchant: Merchant, date: BusinessDate): Plan | null {
  const row = bank.db.one<{ plan: string }>('SELECT plan FROM plans WHERE channel = ? AND merchantNo = ? AND date = ?',
    merchant.channel, merchant.merchantNo, date);
  return row ? PlanSchema.parse(JSON.parse(row.plan)) : null;
}

export function storePlan(bank: Bank, merchant: Merchant, date: BusinessDate, plan: Plan): void {
  bank.db.run('INSERT OR REPLACE INTO plans (channel, merchantNo, date, plan) VALUES (?, ?, ?, ?)',
    merchant.channel, merchant.merchantNo, date, JSON.stringify(plan));
}

/** The stored plan of the day, and what rules add to it. A rule that names an order hits that order's row alone. */
function planOf(bank: Bank, merchant: Merchant, date: BusinessDate): { plan: Plan; named: Map<string, Fault> } {
  const plan = { ...(storedPlan(bank, merchant, date) ?? NO_PLAN) };
  const named = new Map<string, Fault>();
  const mine = (rule: Rule) => rule.enabled && (rule.channel ?? merchant.channel) === merchant.channel
    && (rule.merchantNo ?? merchant.merchantNo) === merchant.merchantNo;
  for (const [fault, field] of BY_FAULT) {
    const rules = bank.rules.list().filter((rule) => rule.fault === fault && mine(rule));
    for (const rule of rules) if (rule.orderNo !== null) named.set(rule.orderNo, fault);
    const params = bank.rules.applies(fault, { channel: merchant.channel, merchantNo: merchant.merchantNo, orderNo: date, operation: 'statement' });
    if (!params || rules.every((rule) => rule.orderNo !== null)) continue;
    plan[field] += params.rows ?? 1;
    if (params.deltaFen) plan.deltaFen = params.deltaFen;
  }
  return { plan, named };
}

export function dayBounds(date: BusinessDate, cutOff: string): { from: number; to: number } {
  const cutAt = (day: BusinessDate) => cutOff === '24:00' ? instantOf(addDays(day, 1), '00:00', BANK_ZONE) : instantOf(day, cutOff, BANK_ZONE);
  return { from: cutAt(addDays(date, -1)), to: cutAt(date) };
}

type Hit = 'missing' | 'amount-differs' | 'duplicate' | 'next-day';

/** Which payments of a day are hit by what. A payment is hit at most once. */
function hitsOf(bank: Bank, merchant: Merchant, date: BusinessDate, paid: readonly Order[]): { hits: Map<number, Hit>; plan: Plan } {
  const { plan, named } = planOf(bank, merchant, date);
  const hits = new Map<number, Hit>();
  const NAMED: Partial<Record<Fault, Hit>> = {
    'statement-missing-row': 'missing', 'statement-amount-differs': 'amount-differs', 'statement-duplicate-row': 'duplicate',
    'statement-next-day-row': 'next-day',
  };
  for (const order of paid) {
    const fault = named.get(order.orderNo);
    const hit = fault && NAMED[fault];
    if (hit) hits.set(order.id, hit);
  }
  const wanted = plan.missing + plan.amountDiffers + plan.duplicate + plan.nextDay;
  if (wanted === 0) return { hits, plan };
  const draw = paid.filter((order) => !hits.has(order.id))
    .map((order) => ({ id: order.id, key: seededHex(bank.options.seed, 'plan', date, order.orderNo) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const take = (n: number, hit: Hit) => {
    for (const one of draw.splice(0, n)) hits.set(one.id, hit);
  };
  take(plan.missing, 'missing');
  take(plan.amountDiffers, 'amount-differs');
  take(plan.duplicate, 'duplicate');
  take(plan.nextDay, 'next-day');
  return { hits, plan };
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
  };
  readonly rows: readonly {
    readonly kind: 'payment' | 'refund'; readonly orderNo: string; readonly refundNo: string | null; readonly channelNo: string;
    readonly amountMinor: string; readonly feeMinor: string; readonly at: string; readonly planted: Planted | null;
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

export function statementDay(bank: Bank, merchant: Merchant, date: BusinessDate): StatementDay {
  const sim = bank.sims[merchant.channel];
  const paidOn = (day: BusinessDate) => {
    const { from, to } = dayBounds(day, sim.cutOff);
    return bank.orders.paidBetween(merchant.channel, merchant.merchantNo, from, to);
  };
  const payment = (order: Order, planted: Planted | null, amountFen = BigInt(order.amount)): StatementLine =>
    ({ kind: 'payment', order, refund: null, amountFen, feeFen: feeOf(amountFen, sim.feeBps), at: order.paidAt!, planted });
  const paid = paidOn(date);
  const { hits, plan } = hitsOf(bank, merchant, date, paid);
  const { from, to } = dayBounds(date, sim.cutOff);
  const refunds = bank.orders.refundsBetween(merchant.channel, merchant.merchantNo, from, to).filter((r) => r.status !== 'failed')
    .map((refund): StatementLine => {
      const amountFen = BigInt(refund.amount);
      return { kind: 'refund', order: bank.orders.byId(refund.orderId)!, refund, amountFen, feeFen: feeOf(amountFen, sim.feeBps), at: refund.createdAt, planted: null };
    });
  const yesterday = addDays(date, -1);
  const before = paidOn(yesterday);
  const carriedHits = hitsOf(bank, merchant, yesterday, before).hits;
  const carried = before.filter((o) => carriedHits.get(o.id) === 'next-day').map((o) => payment(o, 'from-previous-day'));
  const own = paid.flatMap((order): StatementLine[] => {
    const hit = hits.get(order.id);
    if (hit === 'missing' || hit === 'next-day') return [];
    if (hit === 'amount-differs') return [payment(order, 'amount-differs', differing(order, plan.deltaFen))];
    return hit === 'duplicate' ? [payment(order, null), payment(order, 'duplicate')] : [payment(order, null)];
  });
  const extra = Array.from({ length: plan.extra }, (_, index) => payment(strangerOrder(bank, merchant, date, index, from, to), 'extra'));
  const lines = [...carried, ...own, ...extra, ...refunds].sort((a, b) => a.at - b.at || (a.order.orderNo < b.order.orderNo ? -1 : 1));
  const real = totals([...paid.map((order) => payment(order, null)), ...refunds]);
  return { date, lines, truth: truthOf(merchant, date, lines, real, paid, hits, plan) };
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
    id: -index - 1, channel: merchant.channel, merchantNo: merchant.merchantNo, orderNo, txnTime: bankDateTime(at).replace(/[-: ]/g, ''),
    token: digits, tradeNo: `9${digits}`, amount: String(100 + (Number(digits.slice(10, 15)) % 90_000)), subject: '未知订单', status: 'paid',
    createdAt: at, expiresAt: to, paidAt: at, closedAt: null, failCode: null, unclearUntil: null, notifyUrl: '', returnUrl: '', request: '{}',
  };
}

function truthOf(
  merchant: Merchant, date: BusinessDate, lines: readonly StatementLine[], real: Totals, paid: readonly Order[], hits: Map<number, Hit>, plan: Plan,
): StatementTruth {
  const hit = (kind: Hit) => paid.filter((order) => hits.get(order.id) === kind);
  const planted = (kind: Planted) => lines.filter((line) => line.planted === kind).map((line) => line.order.orderNo);
  return {
    channel: merchant.channel, merchantNo: merchant.merchantNo, date, file: totals(lines), bank: real,
    planted: {
      missing: hit('missing').map((o) => o.orderNo), extra: planted('extra'),
      amountDiffers: hit('amount-differs').map((o) =>
        ({ orderNo: o.orderNo, bankMinor: o.amount, fileMinor: differing(o, plan.deltaFen).toString() })),
      duplicate: planted('duplicate'), nextDay: hit('next-day').map((o) => o.orderNo), fromPreviousDay: planted('from-previous-day'),
    },
    rows: lines.map((line) => ({
      kind: line.kind, orderNo: line.order.orderNo, refundNo: line.refund?.refundNo ?? null, channelNo: line.refund?.tradeNo ?? line.order.tradeNo,
      amountMinor: line.amountFen.toString(), feeMinor: line.feeFen.toString(), at: bankDateTime(line.at), planted: line.planted,
    })),
  };
}

/** The statement day "today" belongs to, by the channel's own cut. */
export const todayOf = (bank: Bank, merchant: Merchant): BusinessDate =>
  businessDateOf(instant(bank.clock.now()), BANK_ZONE, bank.sims[merchant.channel].cutOff);

export const asDate = (text: string): BusinessDate => businessDate(text);
