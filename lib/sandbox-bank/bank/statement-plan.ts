/** Which payments of a day the statement is to tell wrongly: what was planned for the day and what rules add, drawn by the seed. */
import type { BusinessDate } from '@/lib/kernel/time';
import { z } from 'zod';
import type { Fault } from '../faults';
import type { Rule } from '../store/rules';
import type { Bank } from './bank';
import { seededHex } from './crypto';
import type { Merchant, Order } from './types';

const count = z.int().min(0).max(1_000);
export const PlanSchema = z.object({
  missing: count.default(0),
  extra: count.default(0),
  amountDiffers: count.default(0),
  duplicate: count.default(0),
  nextDay: count.default(0),
  feeDiffers: count.default(0),
  respelled: count.default(0),
  deltaFen: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((fen) => fen !== 0)
    .default(1),
});
export type Plan = z.infer<typeof PlanSchema>;
const NO_PLAN: Plan = { missing: 0, extra: 0, amountDiffers: 0, duplicate: 0, nextDay: 0, feeDiffers: 0, respelled: 0, deltaFen: 1 };

const BY_FAULT: readonly (readonly [Fault, Exclude<keyof Plan, 'deltaFen'>])[] = [
  ['statement-missing-row', 'missing'],
  ['statement-extra-row', 'extra'],
  ['statement-amount-differs', 'amountDiffers'],
  ['statement-duplicate-row', 'duplicate'],
  ['statement-next-day-row', 'nextDay'],
  ['statement-fee-differs', 'feeDiffers'],
  ['statement-number-respelled', 'respelled'],
  // Until the corrected file is there, a row is missing.
  ['statement-reissued', 'missing'],
];

export function storedPlan(bank: Bank, merchant: Merchant, date: BusinessDate): Plan | null {
  const row = bank.db.one<{ plan: string }>(
    'SELECT plan FROM plans WHERE channel = ? AND merchantNo = ? AND date = ?',
    merchant.channel,
    merchant.merchantNo,
    date,
  );
  return row ? PlanSchema.parse(JSON.parse(row.plan)) : null;
}

export function storePlan(bank: Bank, merchant: Merchant, date: BusinessDate, plan: Plan): void {
  bank.db.run(
    'INSERT OR REPLACE INTO plans (channel, merchantNo, date, plan) VALUES (?, ?, ?, ?)',
    merchant.channel,
    merchant.merchantNo,
    date,
    JSON.stringify(plan),
  );
}

/** The stored plan of the day, and what rules add to it. A rule that names an order hits that order's row alone. */
function planOf(bank: Bank, merchant: Merchant, date: BusinessDate): { plan: Plan; named: Map<string, Fault> } {
  const plan = { ...(storedPlan(bank, merchant, date) ?? NO_PLAN) };
  const named = new Map<string, Fault>();
  const mine = (rule: Rule) =>
    rule.enabled &&
    (rule.channel ?? merchant.channel) === merchant.channel &&
    (rule.merchantNo ?? merchant.merchantNo) === merchant.merchantNo;
  for (const [fault, field] of BY_FAULT) {
    const rules = bank.rules.list().filter((rule) => rule.fault === fault && mine(rule));
    for (const rule of rules) if (rule.orderNo !== null) named.set(rule.orderNo, fault);
    const params = bank.rules.applies(fault, {
      channel: merchant.channel,
      merchantNo: merchant.merchantNo,
      orderNo: date,
      operation: 'statement',
    });
    if (!params || rules.every((rule) => rule.orderNo !== null)) continue;
    plan[field] += params.rows ?? 1;
    if (params.deltaFen) plan.deltaFen = params.deltaFen;
  }
  return { plan, named };
}

export type Hit = 'missing' | 'amount-differs' | 'duplicate' | 'next-day' | 'fee-differs' | 'respelled';

/** Which payments of a day are hit by what. A payment is hit at most once. */
export function hitsOf(bank: Bank, merchant: Merchant, date: BusinessDate, paid: readonly Order[]): { hits: Map<number, Hit>; plan: Plan } {
  const { plan, named } = planOf(bank, merchant, date);
  const hits = new Map<number, Hit>();
  const NAMED: Partial<Record<Fault, Hit>> = {
    'statement-missing-row': 'missing',
    'statement-amount-differs': 'amount-differs',
    'statement-duplicate-row': 'duplicate',
    'statement-next-day-row': 'next-day',
    'statement-fee-differs': 'fee-differs',
    'statement-number-respelled': 'respelled',
    'statement-reissued': 'missing',
  };
  for (const order of paid) {
    const fault = named.get(order.orderNo);
    const hit = fault && NAMED[fault];
    if (hit) hits.set(order.id, hit);
  }
  const wanted = plan.missing + plan.amountDiffers + plan.duplicate + plan.nextDay + plan.feeDiffers + plan.respelled;
  if (wanted === 0) return { hits, plan };
  const draw = paid
    .filter((order) => !hits.has(order.id))
    .map((order) => ({ id: order.id, key: seededHex(bank.options.seed, 'plan', date, order.orderNo) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const take = (n: number, hit: Hit) => {
    for (const one of draw.splice(0, n)) hits.set(one.id, hit);
  };
  take(plan.missing, 'missing');
  take(plan.amountDiffers, 'amount-differs');
  take(plan.duplicate, 'duplicate');
  take(plan.nextDay, 'next-day');
  take(plan.feeDiffers, 'fee-differs');
  take(plan.respelled, 'respelled');
  return { hits, plan };
}
