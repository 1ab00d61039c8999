/** Amounts of the rules as a clerk writes them, in the institution's currency; a rule set keeps minor units. Pure. */
import { fromWire, parseDecimal, toDecimal, type Currency } from '@/lib/kernel/money';

/** `1050` → `10.50` where the currency has cents. */
export const limitText = (minor: string, currency: Currency): string => toDecimal(fromWire({ minor, currency }));

/** As many digits as a rule set keeps. */
const TOO_MUCH = 10n ** 15n;

/** `10.50` → `1050`; null for what is no amount, is finer than the currency, is below nought or beyond all reason. */
export function limitMinor(text: string, currency: Currency): string | null {
  const amount = parseDecimal(text, currency);
  return amount.ok && amount.value.minor >= 0n && amount.value.minor < TOO_MUCH ? amount.value.minor.toString() : null;
}
