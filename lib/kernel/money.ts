/**
 * Money is a whole number of minor units (bigint) and its currency. No float ever touches it; on every wire it is a string.
 * The exponent (digits behind the point) belongs to the currency (ISO 4217).
 */
import { assert } from './assert';
import { err, ok, type Failure, type Result } from './result';

const EXPONENTS = {
  CNY: 2, USD: 2, EUR: 2, GBP: 2, HKD: 2, MOP: 2, TWD: 2, SGD: 2, AUD: 2, CAD: 2, CHF: 2, SEK: 2, NOK: 2, DKK: 2, NZD: 2, THB: 2,
  MYR: 2, RUB: 2, BRL: 2, INR: 2, ZAR: 2, PLN: 2, CZK: 2, TRY: 2, MXN: 2, PHP: 2, IDR: 2, AED: 2, SAR: 2, ILS: 2, HUF: 2,
  JPY: 0, KRW: 0, VND: 0, CLP: 0, ISK: 0, BHD: 3, KWD: 3, OMR: 3, TND: 3, JOD: 3,
} as const;

export type Currency = keyof typeof EXPONENTS;
export const CURRENCIES = Object.keys(EXPONENTS) as Currency[];
export const isCurrency = (text: string): text is Currency => Object.hasOwn(EXPONENTS, text);
export const exponentOf = (currency: Currency): number => EXPONENTS[currency];

export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** What crosses a wire (JSON, props of a client component): the same amount with its minor units as a decimal string. */
export interface MoneyWire {
  readonly minor: string;
  readonly currency: Currency;
}

export const money = (minor: bigint, currency: Currency): Money => ({ minor, currency });
export const zero = (currency: Currency): Money => money(0n, currency);
export const toWire = (m: Money): MoneyWire => ({ minor: m.minor.toString(), currency: m.currency });
export const fromWire = (w: MoneyWire): Money => money(BigInt(w.minor), w.currency);

function sameCurrency(a: Money, b: Money): void {
  assert(a.currency === b.currency, `currencies differ: ${a.currency} and ${b.currency}`);
}

export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor + b.minor, a.currency);
}

export function subtract(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor - b.minor, a.currency);
}

export const sum = (all: readonly Money[], currency: Currency): Money => all.reduce(add, zero(currency));
export const equal = (a: Money, b: Money): boolean => a.currency === b.currency && a.minor === b.minor;

/**
 * Splits an amount by weights; the parts always add up to the whole. The cents left over go, one each, to the parts with the
 * largest remainder (earlier part first on a tie), so that the same input always gives the same split.
 */
export function allocate(whole: Money, weights: readonly bigint[]): Money[] {
  assert(weights.length > 0 && weights.every((w) => w >= 0n), 'weights must be non-negative');
  const total = weights.reduce((a, b) => a + b, 0n);
  assert(total > 0n, 'weights must not all be zero');
  const sign = whole.minor < 0n ? -1n : 1n;
  const amount = whole.minor * sign;
  const parts = weights.map((weight, index) => ({ index, minor: (amount * weight) / total, rest: (amount * weight) % total }));
  let left = amount - parts.reduce((a, p) => a + p.minor, 0n);
  const byRest = [...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const part of byRest) {
    if (left === 0n) break;
    part.minor += 1n;
    left -= 1n;
  }
  return parts.map((p) => money(p.minor * sign, whole.currency));
}

/** `numerator / denominator` of an amount, rounded half away from zero (四舍五入), as Chinese accounting does. */
export function scale(m: Money, numerator: bigint, denominator: bigint): Money {
  assert(denominator > 0n, 'denominator must be positive');
  const product = m.minor * numerator;
  const half = product < 0n ? -denominator : denominator;
  return money((2n * product + half) / (2n * denominator), m.currency);
}

/** Plain decimal text in major units, e.g. `1280.00`; what banks that speak yuan want, and what "copy" puts on the clipboard. */
export function toDecimal(m: Money): string {
  const exponent = EXPONENTS[m.currency];
  const digits = (m.minor < 0n ? -m.minor : m.minor).toString().padStart(exponent + 1, '0');
  const sign = m.minor < 0n ? '-' : '';
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

export type MoneyFailure = Failure<'money.malformed' | 'money.too-precise' | 'money.too-large'>;
const MAX_MINOR = 9_000_000_000_000_000n; // below 2^53 and far below bigint columns: a typing slip, not a payment

/** Reads decimal text in major units (`1,280.00`, `-3.5`, full-width digits). Grouping commas only where thousands stand. */
export function parseDecimal(text: string, currency: Currency): Result<Money, MoneyFailure> {
  const plain = text.normalize('NFKC').trim().replace(/^[¥$€£]\s*/, '');
  const match = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?$/.exec(plain);
  if (!match) return err('money.malformed', { text: text.slice(0, 40) });
  const exponent = EXPONENTS[currency];
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > exponent) return err('money.too-precise', { text: text.slice(0, 40), digits: exponent });
  const minor = BigInt(match[2]!.replaceAll(',', '') + fraction.padEnd(exponent, '0'));
  if (minor > MAX_MINOR) return err('money.too-large', { text: text.slice(0, 40) });
  return ok(money(match[1] === '-' ? -minor : minor, currency));
}
