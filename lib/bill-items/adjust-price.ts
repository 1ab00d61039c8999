/**
 * What happens to an item's bare price, in this order: never below its minimum, never above its maximum; the share of the cycle a payer is there for;
 * discounts; at the end the bill's total is rounded. Each is a step with the part it adds or takes, so that steps always add up to the charge.
 */
import { money, scale, type Currency } from '@/lib/kernel/money';
import { addDays, type BusinessDate } from '@/lib/kernel/time';
import type { Condition, Discount, FeeItem, Period, PriceStep, Rounding, Waiver } from './model';

export interface DraftLine {
  readonly item: FeeItem;
  readonly steps: PriceStep[];
  minor: bigint;
}

const add = (line: DraftLine, step: PriceStep): void => {
  line.steps.push(step);
  line.minor += BigInt(step.amountMinor);
};

/** A minimum holds for whoever pays the item at all, also where nothing was used: that is what a base charge is. */
export function limit(line: DraftLine): void {
  const { minMinor, maxMinor } = line.item;
  if (minMinor !== undefined && line.minor < BigInt(minMinor))
    add(line, { kind: 'minimum', limitMinor: minMinor, amountMinor: (BigInt(minMinor) - line.minor).toString() });
  if (maxMinor !== undefined && line.minor > BigInt(maxMinor))
    add(line, { kind: 'maximum', limitMinor: maxMinor, amountMinor: (BigInt(maxMinor) - line.minor).toString() });
}

export interface Share {
  readonly days: number;
  readonly of: number;
}

/** Days of the period a payer is there, by the attributes `joined` and `left` (both days count); null = all of it. */
export function shareOf(period: Period | null, attributes: Readonly<Record<string, string>>): Share | null {
  if (!period) return null;
  const date = (name: string): string | null => {
    const text = Object.hasOwn(attributes, name) ? attributes[name]! : '';
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null;
  };
  const [joined, left] = [date('joined'), date('left')];
  const from = joined !== null && joined > period.from ? joined : period.from;
  const to = left !== null && left < period.to ? left : period.to;
  if (from === period.from && to === period.to) return null;
  return { days: to < from ? 0 : daysBetween(from as BusinessDate, to as BusinessDate), of: daysBetween(period.from, period.to) };
}

/** Both ends count. */
function daysBetween(from: BusinessDate, to: BusinessDate): number {
  let days = 1;
  for (let day = from; day < to; day = addDays(day, 1)) days++;
  return days;
}

export function prorate(line: DraftLine, share: Share | null, currency: Currency): void {
  if (!share || !line.item.prorated || line.minor === 0n) return;
  const kept = scale(money(line.minor, currency), BigInt(share.days), BigInt(share.of)).minor;
  if (kept !== line.minor) add(line, { kind: 'proration', days: share.days, of: share.of, amountMinor: (kept - line.minor).toString() });
}

/**
 * Discounts in their order, each from what the one before left of a line. Of those that name the same `exclusive` group only the first that takes
 * anything off a line counts there: whoever orders the plan says which is the better right.
 */
export function discount(discounts: readonly Discount[], lines: readonly DraftLine[], applies: (condition: Condition) => boolean, currency: Currency): void {
  const used = new Map<DraftLine, Set<string>>(lines.map((line) => [line, new Set()]));
  for (const each of discounts) {
    if (!applies(each.condition)) continue;
    let left = each.kind === 'fixed' ? BigInt(each.amountMinor) : 0n;
    for (const line of lines) {
      if (line.minor === 0n || (each.itemCodes.length > 0 && !each.itemCodes.includes(line.item.code))) continue;
      if (each.exclusive !== undefined && used.get(line)!.has(each.exclusive)) continue;
      const off = each.kind === 'percent' ? scale(money(line.minor, currency), BigInt(each.bps), 10_000n).minor : left < line.minor ? left : line.minor;
      if (off === 0n) continue;
      if (each.exclusive !== undefined) used.get(line)!.add(each.exclusive);
      if (each.kind === 'fixed') left -= off;
      add(line, {
        kind: 'discount', code: each.code, name: each.name, bps: each.kind === 'percent' ? each.bps : null, ofMinor: line.minor.toString(),
        amountMinor: (-off).toString(),
      });
    }
  }
}

/** Signed waivers, each from what the one before left of a line. They stand behind the discounts: what a plan gives to everybody is not given twice. */
export function waive(waivers: readonly Waiver[], lines: readonly DraftLine[], currency: Currency): void {
  for (const { itemCodes, bps, reason } of waivers)
    for (const line of lines) {
      if (line.minor === 0n || (itemCodes.length > 0 && !itemCodes.includes(line.item.code))) continue;
      const off = scale(money(line.minor, currency), BigInt(bps), 10_000n).minor;
      if (off === 0n) continue;
      const name = { zh: `减免：${reason}`, en: `Waiver: ${reason}` };
      add(line, { kind: 'discount', code: 'waiver', name, bps, ofMinor: line.minor.toString(), amountMinor: (-off).toString() });
    }
}

/** The total to whole units (抹零): what is missing or too much goes on the last line that can bear it. */
export function roundTotal(rounding: Rounding | undefined, lines: readonly DraftLine[]): void {
  if (!rounding) return;
  const unit = BigInt(rounding.unitMinor);
  const total = lines.reduce((sum, line) => sum + line.minor, 0n);
  const rest = total % unit;
  if (rest === 0n) return;
  const off = rounding.mode === 'up' || (rounding.mode === 'half-up' && rest * 2n >= unit) ? unit - rest : -rest;
  const bearer = lines.findLast((line) => line.minor + off >= 0n && line.minor > 0n);
  if (bearer) add(bearer, { kind: 'rounding', unitMinor: rounding.unitMinor, amountMinor: off.toString() });
}
