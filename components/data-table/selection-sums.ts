import { add, type Currency, fromWire, type Money, type MoneyWire, toWire } from '@/lib/kernel/money';

/** Sums of the selected amounts, one per currency, in the order the currencies first appear. */
export function sumsByCurrency(amounts: readonly (MoneyWire | null)[]): MoneyWire[] {
  const sums = new Map<Currency, Money>();
  for (const wire of amounts) {
    if (!wire) continue;
    const amount = fromWire(wire);
    const before = sums.get(amount.currency);
    sums.set(amount.currency, before ? add(before, amount) : amount);
  }
  return [...sums.values()].map(toWire);
}
