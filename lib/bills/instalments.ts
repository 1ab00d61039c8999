/**
 * A bill in parts, each with its own day. The parts add up to the bill; money fills them in their order, whatever it was meant for. The bill's own due
 * date is that of the first part that is not filled, so that falling due and reminding need know nothing of parts. Pure.
 */
import type { InstalmentRule } from '@/lib/bill-items/model';
import { assert } from '@/lib/kernel/assert';
import { allocate, money, type Currency } from '@/lib/kernel/money';
import { addDays, type BusinessDate } from '@/lib/kernel/time';

export interface Instalment {
  readonly dueDate: BusinessDate;
  readonly amountMinor: bigint;
}

/** The parts a plan's rule makes of a bill: a share that comes to nothing is left out. */
export function instalmentsOf(rule: InstalmentRule, totalMinor: bigint, dueDate: BusinessDate, currency: Currency): Instalment[] {
  const shares = allocate(money(totalMinor, currency), rule.map((part) => BigInt(part.bps)));
  return rule.map((part, i) => ({ dueDate: addDays(dueDate, part.afterDays), amountMinor: shares[i]!.minor })).filter((part) => part.amountMinor > 0n);
}

/** The first part that is not filled, and what is left of it; null when all are. */
export function nextPart(parts: readonly Instalment[], paidMinor: bigint): { readonly dueDate: BusinessDate; readonly leftMinor: bigint } | null {
  let upTo = 0n;
  for (const part of parts) {
    upTo += part.amountMinor;
    if (upTo > paidMinor) return { dueDate: part.dueDate, leftMinor: upTo - paidMinor };
  }
  return null;
}

/** The parts of a bill that became smaller: the last ones shrink first, because the next one may be due tomorrow. */
export function shorten(parts: readonly Instalment[], byMinor: bigint): Instalment[] {
  let left = byMinor;
  const kept = [...parts].reverse().map((part) => {
    const off = left < part.amountMinor ? left : part.amountMinor;
    left -= off;
    return { ...part, amountMinor: part.amountMinor - off };
  });
  assert(left === 0n, 'a bill cannot shrink below nothing');
  return kept.reverse().filter((part) => part.amountMinor > 0n);
}
