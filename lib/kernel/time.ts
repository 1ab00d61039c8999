/**
 * An `Instant` is a moment (milliseconds since 1970, UTC); a `BusinessDate` is a day of an institution's books (`2026-11-22`).
 * They never mix: the institution's zone and cut-off say which business date a moment belongs to.
 */
import { assert } from './assert';

declare const instantBrand: unique symbol;
export type Instant = number & { readonly [instantBrand]: true };
declare const dateBrand: unique symbol;
export type BusinessDate = string & { readonly [dateBrand]: true };

export function instant(ms: number): Instant {
  assert(Number.isSafeInteger(ms), `not a moment: ${ms}`);
  return ms as Instant;
}

export const instantOfDate = (date: Date): Instant => instant(date.getTime());
export const toDate = (at: Instant): Date => new Date(at);
export const toIso = (at: Instant): string => new Date(at).toISOString();
export const plusMs = (at: Instant, ms: number): Instant => instant(at + ms);
export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const DATE_SHAPE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

export function isBusinessDate(text: string): text is BusinessDate {
  return DATE_SHAPE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;
}

export function businessDate(text: string): BusinessDate {
  assert(isBusinessDate(text), `not a date: ${text}`);
  return text;
}

/** Calendar fields of a moment in a zone, 24-hour clock. */
export function zoned(at: Instant, zone: string): { date: BusinessDate; time: string } {
  const parts = zoneFormat(zone).formatToParts(at);
  const of = (type: string) => parts.find((p) => p.type === type)!.value;
  return { date: businessDate(`${of('year')}-${of('month')}-${of('day')}`), time: `${of('hour')}:${of('minute')}:${of('second')}` };
}

const formats = new Map<string, Intl.DateTimeFormat>();
function zoneFormat(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}

/** The business date of a moment: the calendar day in the zone, or the next one once the cut-off (`23:00`) has passed. */
export function businessDateOf(at: Instant, zone: string, cutOff = '24:00'): BusinessDate {
  const local = zoned(at, zone);
  return local.time.slice(0, 5) >= cutOff ? addDays(local.date, 1) : local.date;
}

export function addDays(date: BusinessDate, days: number): BusinessDate {
  return businessDate(new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10));
}

/** Same day of a later month, or that month's last day where it is shorter (31 January + 1 month = 28 February). */
export function addMonths(date: BusinessDate, months: number): BusinessDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, last));
  return businessDate(first.toISOString().slice(0, 10));
}

/** Moment at which a wall clock in a zone shows `date time`; where clocks were put forward over it, the moment just after the gap. */
export function instantOf(date: BusinessDate, time: string, zone: string): Instant {
  const wanted = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}Z`);
  assert(!Number.isNaN(wanted), `not a time: ${date} ${time}`);
  let guess = wanted;
  for (let i = 0; i < 3; i++) {
    const shown = zoned(instant(guess), zone);
    guess += wanted - Date.parse(`${shown.date}T${shown.time}Z`);
  }
  return instant(guess);
}
