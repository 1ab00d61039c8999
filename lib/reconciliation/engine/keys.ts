/** Numbers as people, spreadsheets and banks leave them, and numbers inside free text. Pure. */
import { isPaymentCode } from '@/lib/payers';

/** Full-width digits, quotes, dashes, blanks, case, and the `.0` of a spreadsheet taken away. */
export const cleanKey = (text: string): string => text.normalize('NFKC').trim().replace(/\.0+$/, '').toUpperCase().replace(/[^0-9A-Z]/g, '');

/** Ours are the moment in twelve digits and letters of base 32; other systems write letters, the date, a serial. Such a number says whose order it is. */
const OURS = /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d[0-9A-Z]{10,20}$/;
const DATED = /^[A-Z]{1,3}20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[0-9A-Z]{6,20}$/;
/** A line that carries such a number means that order and no other. */
export function looksOurs(number: string | null): boolean {
  if (number === null) return false;
  const clean = cleanKey(number);
  return OURS.test(clean) || DATED.test(clean);
}

const TOKENS_MAX = 16;
const LONG_ENOUGH = /^(?=(?:[A-Z]*\d){5})[0-9A-Z]{6,40}$/;

/**
 * What in a text could be a number of ours: runs of letters and digits, neighbours that a line break or blank tore apart, and runs without the word
 * that was glued to them (`NO2026…`).
 */
export function keysIn(texts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    const runs = [...text.normalize('NFKC').toUpperCase().matchAll(/[0-9A-Z]+(?:[-_ ]?[0-9A-Z]+)*/g)].flatMap((m) => {
      const parts = m[0].split(/[-_ ]/);
      return [...parts, ...parts.slice(1).map((part, i) => parts[i]! + part), parts.join('')];
    });
    for (const run of runs) {
      for (const token of [run, run.replace(/^[A-Z]{1,6}(?=\d)/, '')]) {
        if (found.size < TOKENS_MAX && LONG_ENOUGH.test(token)) found.add(token);
      }
    }
  }
  return [...found];
}

/** Payment codes in a text; the check digits keep telephone and account numbers out. */
export function paymentCodesIn(texts: readonly string[]): string[] {
  const codes = texts.flatMap((text) => [...text.normalize('NFKC').matchAll(/(?<!\d)\d(?:[ -]?\d){11}(?!\d)/g)].map((m) => m[0].replace(/[ -]/g, '')));
  return [...new Set(codes.filter(isPaymentCode))];
}

/** Days that a text names, as `YYYY-MM-DD`. */
export const daysIn = (texts: readonly string[]): string[] => [...new Set(texts.flatMap((text) =>
  [...text.normalize('NFKC').matchAll(/(?<!\d)(20\d\d)[-/.年]?(0[1-9]|1[0-2])[-/.月]?(0[1-9]|[12]\d|3[01])(?!\d)/g)].map((m) => `${m[1]}-${m[2]}-${m[3]}`)))];

const BATCH = /结算|清算|汇总|批次|划款|\b(?:SETTLE|BATCH|PAYOUT)/i;
export const declaresBatch = (texts: readonly string[]): boolean => texts.some((text) => BATCH.test(text));
