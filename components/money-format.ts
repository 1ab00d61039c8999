import { type Currency, fromWire, type MoneyWire, toDecimal } from '@/lib/kernel/money';

export interface MoneyParts {
  readonly negative: boolean;
  readonly sign: string;
  /** Grouped digits without a sign, e.g. `1,280.00`. */
  readonly digits: string;
  /** What "copy" gives: `-1280.00`. */
  readonly plain: string;
}

/** Asking the language tables once per amount would cost more than the rest of a row. */
const signs = new Map<Currency, string>();

/** `¥` is the yuan here; every other currency is written so that it cannot be taken for another (`US$`, `JP¥`, `HK$`). */
export function currencySign(currency: Currency): string {
  const known = signs.get(currency);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat('zh-CN', { style: 'currency', currency, currencyDisplay: 'symbol' }).formatToParts(0);
  const sign = parts.find((part) => part.type === 'currency')?.value ?? currency;
  signs.set(currency, sign);
  return sign;
}

/** An amount taken apart for display. Grouping is done on the text, so no digit can be lost to a float. */
export function moneyParts(wire: MoneyWire): MoneyParts {
  const plain = toDecimal(fromWire(wire));
  const negative = plain.startsWith('-');
  const [whole = '0', fraction] = (negative ? plain.slice(1) : plain).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return { negative, sign: currencySign(wire.currency), digits: fraction === undefined ? grouped : `${grouped}.${fraction}`, plain };
}

/** One line of text for titles, buttons and messages: `−¥1,280.00`. */
export function moneyText(wire: MoneyWire): string {
  const { negative, sign, digits } = moneyParts(wire);
  return `${negative ? '−' : ''}${sign}${digits}`;
}
