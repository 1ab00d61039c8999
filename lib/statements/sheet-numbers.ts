/** Numbers of a workbook as text. Days are numbers whose format shows a day; amounts are taken from the stored value, because a format may hide fen. */
export interface NumberFormats {
  /** Whether cells of that style show a day. */
  of(style: number): boolean;
  readonly since1904: boolean;
}

/** Numbers of the formats that every workbook has. */
const BUILT_IN_DAYS = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** A format is a day's when it has letters of one outside of quotes, colours and escapes. */
export function isDateFormat(format: string | number): boolean {
  if (typeof format === 'number') return BUILT_IN_DAYS(format);
  const plain = format.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').replace(/general|e[+-]/gi, '');
  return /[ymdhs]|年|月|日/i.test(plain);
}

const EPOCH = Date.UTC(1899, 11, 30);
const DAYS_TO_1904 = 1462;
const two = (n: number): string => String(n).padStart(2, '0');

/** Fifteen digits is what a double keeps; beyond that the workbook itself has already lost them. */
export function numberText(value: number, isDay: boolean, since1904: boolean): string {
  if (isDay && value >= 0 && value < 2_958_466) {
    const at = new Date(EPOCH + Math.round((value + (since1904 ? DAYS_TO_1904 : 0)) * 86_400) * 1000);
    const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
    const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
    return value < 1 ? time : value % 1 === 0 ? day : `${day} ${time}`;
  }
  return digitsOf(value);
}

export function digitsOf(value: number): string {
  const precise = value.toPrecision(15);
  return precise.includes('e') ? precise : precise.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}
