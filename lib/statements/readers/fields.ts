/** Fields of fixed-width records: digits, days with two digits of a year, names padded with blanks. */
import { fullYear, readDate } from '../dates';
import { headOf } from '../input';
import type { StatementInput, StatementRow } from '../port';

export const digits = (text: string): bigint | null => (/^\d{1,20}$/.test(text) ? BigInt(text) : null);
/** Day, month and two-digit year; four digits of year where the format has them. */
export const dmy = (text: string): string | null => readDate(`${fullYear(Number(text.slice(4)))}-${text.slice(2, 4)}-${text.slice(0, 2)}`);
export const ymd = (text: string): string | null => readDate(`${fullYear(Number(text.slice(0, 2)))}-${text.slice(2, 4)}-${text.slice(4, 6)}`);
export const side = (positive: boolean): StatementRow['direction'] => (positive ? 'credit' : 'debit');
export const firstLine = (input: StatementInput): string => headOf(input).split(/\r?\n/, 1)[0] ?? '';
/** A size and the mark of its side. */
export const signed = (size: bigint | null, negative: boolean): bigint | null => (size !== null && negative ? -size : size);
/** A number without the zeros that fill its field; empty when nothing else is in it. */
export const unpadded = (text: string): string => text.trim().replace(/^0+/, '');
