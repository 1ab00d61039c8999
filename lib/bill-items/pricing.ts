/**
 * What a payer owes under a plan, to the cent, and why. Pure: preview and issuing call the same function, so what was shown is what is billed.
 * Rounding: each line once, half up (四舍五入). Where a line has several parts, each part is the difference of the rounded running sums,
 * so that the parts always add up to the charge.
 */
import { money, scale, type Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { BillItemFailure } from './errors';
import { parseMilli } from './quantities';
import { discount, limit, prorate, roundTotal, shareOf, waive, type DraftLine } from './adjust-price';
import type { Condition, FeeItem, FeePlanDocument, Period, PricedLine, PriceStep, Pricing, Waiver } from './model';

export interface PricingSubject {
  readonly attributes: Readonly<Record<string, string>>;
  /** Readings of this payer for this cycle, by item code. */
  readonly readings: ReadonlyMap<string, { readonly previousMilli: bigint; readonly currentMilli: bigint }>;
  /** The days the cycle stands for, for items that are charged by the days a payer is there; absent = whole. */
  readonly period?: Period | null;
  /** Signed waivers that hold on the day of issue. */
  readonly waivers?: readonly Waiver[];
}

export interface PricedBill {
  readonly lines: readonly PricedLine[];
  readonly totalMinor: bigint;
}

/** Thousandths of a unit times thousandths of a minor unit. */
const SCALE = 1_000_000n;
const TOTAL_MAX = 9_000_000_000_000_000n;

export const holds = (condition: Condition, attributes: Readonly<Record<string, string>>): boolean =>
  condition === null || (Object.hasOwn(attributes, condition.attribute) && attributes[condition.attribute] === condition.equals);

/** Prices every item that applies to the payer, then takes the discounts off. Refuses rather than guess when a figure is missing. */
export function priceBill(
  plan: Pick<FeePlanDocument, 'items' | 'discounts' | 'rounding'>,
  subject: PricingSubject,
  currency: Currency,
): Result<PricedBill, BillItemFailure> {
  const lines: DraftLine[] = [];
  const share = shareOf(subject.period ?? null, subject.attributes);
  for (const item of plan.items) {
    if (!holds(item.condition, subject.attributes)) continue;
    const steps = priceItem(item, subject, currency);
    if (!steps.ok) return steps;
    const line = { item, steps: steps.value, minor: sumOf(steps.value) };
    limit(line);
    prorate(line, share, currency);
    lines.push(line);
  }
  discount(plan.discounts, lines, (condition) => holds(condition, subject.attributes), currency);
  waive(subject.waivers ?? [], lines, currency);
  roundTotal(plan.rounding, lines);
  const totalMinor = lines.reduce((sum, line) => sum + line.minor, 0n);
  if (totalMinor === 0n) return err('bill-items.nothing-owed');
  if (totalMinor > TOTAL_MAX) return err('bill-items.amount-too-large');
  return ok({ lines: lines.map((line) => lineOf(line, currency)), totalMinor });
}

const sumOf = (steps: readonly PriceStep[]): bigint => steps.reduce((sum, s) => sum + BigInt(s.amountMinor), 0n);

function lineOf({ item, steps, minor }: DraftLine, currency: Currency): PricedLine {
  const bps = item.taxBps ?? 0;
  const tax = scale(money(minor, currency), BigInt(bps), BigInt(10_000 + bps)).minor;
  return {
    itemCode: item.code,
    name: item.name,
    accountCode: item.accountCode,
    amountMinor: minor,
    explanation: { steps, ...(bps > 0 && { tax: { bps, amountMinor: tax.toString() } }) },
  };
}

function priceItem(item: FeeItem, subject: PricingSubject, currency: Currency): Result<PriceStep[], BillItemFailure> {
  const { pricing } = item;
  switch (pricing.kind) {
    case 'fixed':
      return ok([{ kind: 'fixed', amountMinor: pricing.amountMinor }]);
    case 'by-attribute': {
      const value = attributeOf(subject, pricing.attribute);
      const found = pricing.amounts.find((a) => a.equals === value)?.amountMinor ?? pricing.otherwiseMinor;
      if (found === null) return err('bill-items.missing-attribute', { item: item.code, attribute: pricing.attribute });
      return ok([{ kind: 'by-attribute', attribute: pricing.attribute, value: value ?? '', amountMinor: found }]);
    }
    case 'per-unit': {
      const tiers = [{ upToMilli: null, unitPriceMilliMinor: pricing.unitPriceMilliMinor }];
      return priceQuantity(item.code, pricing, tiers, subject, currency);
    }
    case 'tiered':
      return priceQuantity(item.code, pricing, pricing.tiers, subject, currency);
  }
}

type Tier = { readonly upToMilli: string | null; readonly unitPriceMilliMinor: string };
type ByQuantity = Extract<Pricing, { kind: 'per-unit' | 'tiered' }>;

function priceQuantity(
  itemCode: string,
  pricing: ByQuantity,
  tiers: readonly Tier[],
  subject: PricingSubject,
  currency: Currency,
): Result<PriceStep[], BillItemFailure> {
  const found = quantityOf(itemCode, pricing, subject);
  if (!found.ok) return found;
  const { quantity, reading } = found.value;
  const steps: PriceStep[] = [];
  let from = 0n;
  let exact = 0n;
  let rounded = 0n;
  for (const tier of tiers) {
    const end = tier.upToMilli === null ? quantity : smaller(quantity, BigInt(tier.upToMilli));
    const part = end - from;
    // A tier that is not reached explains nothing; the first one stays, so that "0 units" is said too.
    if (part <= 0n && steps.length > 0) break;
    exact += part * BigInt(tier.unitPriceMilliMinor);
    const next = scale(money(exact, currency), 1n, SCALE).minor;
    steps.push({
      kind: 'quantity',
      quantityMilli: part.toString(),
      unit: pricing.unit,
      unitPriceMilliMinor: tier.unitPriceMilliMinor,
      amountMinor: (next - rounded).toString(),
      ...(reading && { reading: { previousMilli: reading.previousMilli.toString(), currentMilli: reading.currentMilli.toString() } }),
      ...(pricing.kind === 'tiered' && { tier: { fromMilli: from.toString(), upToMilli: tier.upToMilli } }),
    });
    rounded = next;
    from = end;
  }
  return ok(steps);
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const attributeOf = (subject: PricingSubject, name: string): string | undefined =>
  Object.hasOwn(subject.attributes, name) ? subject.attributes[name] : undefined;

interface Quantity {
  readonly quantity: bigint;
  readonly reading?: { readonly previousMilli: bigint; readonly currentMilli: bigint };
}

function quantityOf(itemCode: string, pricing: ByQuantity, subject: PricingSubject): Result<Quantity, BillItemFailure> {
  if (pricing.quantity.from === 'reading') {
    const reading = subject.readings.get(itemCode);
    if (!reading) return err('bill-items.missing-reading', { item: itemCode });
    return ok({ quantity: reading.currentMilli - reading.previousMilli, reading });
  }
  const { attribute } = pricing.quantity;
  const text = attributeOf(subject, attribute);
  if (text === undefined) return err('bill-items.missing-attribute', { item: itemCode, attribute });
  const quantity = parseMilli(text);
  if (quantity === null) return err('bill-items.attribute-not-a-number', { item: itemCode, attribute });
  return ok({ quantity });
}
