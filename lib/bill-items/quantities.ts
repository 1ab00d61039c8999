/** Quantities and unit prices as people write them, to whole thousandths and back. Isomorphic; no float. */

/** `22`, `22.5`, `1,204.125` in thousandths; null when it is not a non-negative number with at most three decimals. */
export function parseMilli(text: string): bigint | null {
  const match = /^(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{0,3})0*)?$/.exec(text.normalize('NFKC').trim());
  return match ? BigInt(match[1]!.replaceAll(',', '') + (match[2] ?? '').padEnd(3, '0')) : null;
}

/** 22500 → `22.5`. */
export function milliText(milli: string): string {
  const digits = milli.padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`.replace(/\.?0+$/, '');
}

/** Price of one unit in major units, up to five decimals (`0.6173`), as thousandths of a minor unit; null when it is not one. */
export function parseUnitPrice(text: string): string | null {
  const match = /^(\d{1,9})(?:\.(\d{0,5})0*)?$/.exec(text.normalize('NFKC').trim());
  return match ? BigInt(match[1]! + (match[2] ?? '').padEnd(5, '0')).toString() : null;
}

/** 61730 → `0.6173`; at least the two decimals of the currency. */
export function unitPriceText(milliMinor: string): string {
  const digits = milliMinor.padStart(6, '0');
  const fraction = digits.slice(-5).replace(/0+$/, '').padEnd(2, '0');
  return `${digits.slice(0, -5)}.${fraction}`;
}
