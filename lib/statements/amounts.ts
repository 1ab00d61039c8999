/**
 * Amounts as banks print them → whole minor units (bigint). Exact: digits are moved as text and never pass through a float. Signs come
 * before, behind or as brackets; currency marks, grouping, full-width digits and padding are tolerated; anything else is refused.
 */
import { CURRENCIES } from '@/lib/kernel/money';

export type DecimalStyle = 'point' | 'comma';

const MAX_DIGITS = 24;
/** Nothing longer is an amount, and it is not looked at any closer. */
const CELL_MAX = 200;

/** Plain machine decimals (`123.45`, `-0.60`, `1,280.00`) at the given exponent; null when malformed or finer than that exponent. */
export function readMinor(text: string, exponent = 2): bigint | null {
  const quick = readQuick(text, exponent);
  if (quick !== null) return quick;
  const parts = takeApart(text, 'point');
  if (!parts) return null;
  const fraction = parts.fraction.length > exponent ? trimZeros(parts.fraction) : parts.fraction;
  if (fraction.length > exponent) return null;
  return signed(parts.negative, parts.whole + fraction.padEnd(exponent, '0'));
}

/**
 * The common shape (`1280.00`) without making substrings: a million rows pass here. Up to fifteen digits are summed as a whole number,
 * which is exact; anything longer or with marks goes the general way.
 */
export function readQuick(text: string, exponent: number): bigint | null {
  const { length } = text;
  if (length === 0 || length > 16) return null;
  let whole = 0;
  let digits = 0;
  let behind = -1;
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit;
      digits++;
      if (behind >= 0) behind++;
    } else if (digit === -2 && behind < 0 && digits > 0) behind = 0;
    else return null;
  }
  const missing = exponent - (behind < 0 ? 0 : behind);
  if (missing < 0 || digits + missing > 15) return null;
  for (let i = 0; i < missing; i++) whole *= 10;
  return BigInt(whole);
}

/** An amount in a file whose decimal mark was decided for the whole file. Digits beyond the exponent must be zeros. */
export function readAmount(text: string, style: DecimalStyle, exponent: number): bigint | null {
  const parts = takeApart(clean(text), style);
  if (!parts) return null;
  const fraction = parts.fraction.length > exponent ? trimZeros(parts.fraction) : parts.fraction;
  if (fraction.length > exponent) return null;
  return signed(parts.negative, parts.whole + fraction.padEnd(exponent, '0'));
}

function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

function signed(negative: boolean, digits: string): bigint | null {
  if (digits.length === 0 || digits.length > MAX_DIGITS) return null;
  const value = BigInt(digits);
  return negative ? -value : value;
}

const MARK = String.raw`(?:RMB|${CURRENCIES.join('|')}|US\$|HK\$|R\$|S\$|A\$|C\$|NT\$|Fr\.?|kr\.?|zł|Kč|Ft|Rs\.?|руб\.?|р\.|TL|[¥￥$€£元円원₩₹₽₺₪฿₫])`;
const MARKS = new RegExp(String.raw`^${MARK}\s*|\s*${MARK}$`, 'gi');

/** Strips what surrounds the number: padding, quotes of spreadsheets, currency, brackets and trailing signs turned into a leading minus. */
export function clean(text: string): string {
  if (text.length > CELL_MAX) return '';
  let plain = text.normalize('NFKC').replace(/[\s\u00a0\u202f'`"’−–]/g, (c) => (c === '−' || c === '–' ? '-' : ''));
  if (plain.startsWith('=')) plain = plain.slice(1);
  const sign = /^[+-]/.exec(plain)?.[0] ?? '';
  plain = sign + plain.slice(sign.length).replace(MARKS, '');
  if (sign === '' && /^\(.+\)$/.test(plain)) plain = `-${plain.slice(1, -1).replace(MARKS, '')}`;
  if (/^\d.*[+-]$/.test(plain)) plain = (plain.endsWith('-') ? '-' : '') + plain.slice(0, -1);
  const drcr = /^(\d.*?)(DR|DB|CR|D|C|S|H)\.?$/i.exec(plain);
  if (drcr) plain = (/^[DS]/i.test(drcr[2]!) ? '-' : '') + drcr[1]!;
  return plain;
}

/** Sign, whole digits and fraction digits; grouping marks must stand where thousands stand (or Indian lakhs). */
function takeApart(text: string, style: DecimalStyle): { negative: boolean; whole: string; fraction: string } | null {
  const plain = text.trim();
  const point = style === 'point' ? 46 : 44;
  const group = style === 'point' ? 44 : 46;
  let at = 0;
  let negative = false;
  const first = plain.charCodeAt(0);
  if (first === 45 || first === 43) {
    negative = first === 45;
    at = 1;
  }
  if (plain.charCodeAt(at) === 165 || plain.charCodeAt(at) === 0xffe5) at += 1;
  if (at >= plain.length) return null;
  const mark = plain.indexOf(style === 'point' ? '.' : ',', at);
  const end = mark === -1 ? plain.length : mark;
  let whole = '';
  let run = 0;
  let grouped = false;
  let from = at;
  for (let i = at; i < end; i++) {
    const code = plain.charCodeAt(i);
    if (code >= 48 && code <= 57) run++;
    else if (code === group && run > 0 && run <= 3 && (!grouped || run >= 2)) {
      whole += plain.slice(from, i);
      from = i + 1;
      run = 0;
      grouped = true;
    } else return null;
  }
  if (grouped && run !== 3) return null;
  whole += plain.slice(from, end);
  for (let i = end + 1; i < plain.length; i++) {
    const code = plain.charCodeAt(i);
    if (code < 48 || code > 57) return null;
  }
  const fraction = mark === -1 ? '' : plain.slice(end + 1);
  if (whole === '' && fraction === '') return null;
  return point === group ? null : { negative, whole: whole === '' ? '0' : whole, fraction };
}

/** Votes for the decimal mark from many cells of one file: `1.234,56` says comma, `1,234.56` point, `1,234` nothing. Null when nothing decides. */
export function decideStyle(cells: Iterable<string>): DecimalStyle | null {
  let comma = 0;
  let point = 0;
  for (const cell of cells) {
    const plain = clean(cell);
    if (!/^[+-]?[\d.,]*\d$/.test(plain)) continue;
    const lastComma = plain.lastIndexOf(',');
    const lastPoint = plain.lastIndexOf('.');
    if (lastComma === -1 && lastPoint === -1) continue;
    const behind = plain.length - 1 - Math.max(lastComma, lastPoint);
    const weight = lastComma !== -1 && lastPoint !== -1 ? 3 : behind !== 3 || /^[+-]?\d{4,}[.,]|^[+-]?0[.,]/.test(plain) ? 1 : 0;
    if (lastComma > lastPoint) comma += weight;
    else point += weight;
  }
  return comma === point ? null : comma > point ? 'comma' : 'point';
}
