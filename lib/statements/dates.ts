/**
 * Dates and times as banks print them → `YYYY-MM-DD` and `YYYY-MM-DD HH:mm:ss`, kept as wall-clock text: no zone is guessed.
 * Whether `03/04/2025` is March or April is decided once per file, from all its dates.
 */
export type DateOrder = 'dmy' | 'mdy';

const MONTHS: Record<string, number> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
  janv: 1,
  févr: 2,
  mars: 3,
  avr: 4,
  mai: 5,
  juin: 6,
  juil: 7,
  août: 8,
  déc: 12,
  ene: 1,
  abr: 4,
  ago: 8,
  dic: 12,
  mär: 3,
  okt: 10,
  dez: 12,
  mrt: 3,
  mei: 5,
  maj: 5,
  fev: 2,
  set: 9,
  out: 10,
  gen: 1,
  mag: 5,
  giu: 6,
  lug: 7,
  ott: 10,
  fevr: 2,
  aout: 8,
  янв: 1,
  фев: 2,
  мар: 3,
  апр: 4,
  май: 5,
  мая: 5,
  июн: 6,
  июл: 7,
  авг: 8,
  сен: 9,
  окт: 10,
  ноя: 11,
  дек: 12,
  des: 12,
};
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const pad = (text: string | number): string => String(text).padStart(2, '0');

function makeDate(year: number, month: number, day: number): string | null {
  if (year < 1970 || year > 2199 || month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]!) return null;
  if (month === 2 && day === 29 && !(year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))) return null;
  return `${year}-${pad(month)}-${pad(day)}`;
}

/** Two digits of a year: 70–99 are the last century. */
export const fullYear = (year: number): number => (year >= 100 ? year : year >= 70 ? 1900 + year : 2000 + year);

const YEAR_FIRST = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?=$|[T\s]|\d{6}(?:[.[]|$))/;
const NUMERIC = /^(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.']\s?(\d{4}|\d{2})(?!\d)/;
const NAMED = /^(\d{1,2})[-/.\s]{0,2}([A-Za-zéûäàÉа-яА-Я]{3,10})\.?[-/.,'\s]{0,2}(\d{4}|\d{2})(?!\d)/;
const NAMED_FIRST = /^([A-Za-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})/;
/** `(金)`, `星期五`, `Fri, `: the day of the week says nothing that the date does not. */
const WEEKDAY = /[\s,]*\(?(?:星期|周|週)[一二三四五六日天]\)?|\([日月火水木金土]\)|\(?\b(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{2,6}day|day)?\b[.,)]*\s*/i;
const ROC = /^(?:民國|民国)?\s?(1\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?/;
const ERA = /^(R|H|S|令和|平成|昭和)\s?(\d{1,2}|元)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?/i;
const ERA_BEGAN: Readonly<Record<string, number>> = { R: 2018, 令和: 2018, H: 1988, 平成: 1988, S: 1925, 昭和: 1925 };
const TIME = /^[T\s]*(\d{1,2})[:：时](\d{2})(?:[:：分](\d{2}))?/;
const COMPACT_TIME = /^[T\s]*(\d{2})(\d{2})(\d{2})(?=\D|$)/;

/** `YYYY-MM-DD` or `YYYY-MM-DD HH:mm:ss`; null when the cell is not a date. */
export function readDate(cell: string, order: DateOrder = 'dmy'): string | null {
  if (isNormal(cell)) return cell;
  if (cell === lastCell && order === lastOrder) return lastRead;
  lastCell = cell;
  lastOrder = order;
  lastRead = readSlowly(cell, order);
  return lastRead;
}

// Statements repeat the same day line after line: the last answer is usually the next one.
let lastCell = '';
let lastOrder: DateOrder = 'dmy';
let lastRead: string | null = null;

/** Padding of fixed-width exports included, nothing longer is a day. */
const CELL_MAX = 200;

function readSlowly(cell: string, order: DateOrder): string | null {
  if (cell.length > CELL_MAX) return null;
  const text = cell.normalize('NFKC').replace(/\s+/g, ' ').trim();
  if (text.length < 6 || text.length > 40) return null;
  return readPlain(text, order) ?? (WEEKDAY.test(text) ? readPlain(text.replace(WEEKDAY, ' ').trim(), order) : null);
}

function readPlain(text: string, order: DateOrder): string | null {
  const found = yearFirst(text) ?? numeric(text, order) ?? named(text) ?? eastern(text);
  if (!found) return null;
  const rest = text.slice(found.length).replace(/^,\s?|\[[^\]]{1,12}\]$/g, '');
  const time = readTime(rest);
  if (time === null && rest.replace(/[\s\dT:.Z+-]/g, '') !== '') return null;
  return time === null ? found.date : `${found.date} ${time}`;
}

/** The common case, checked without regular expressions: `2026-11-22 09:05:00`. */
export function isNormal(cell: string): boolean {
  if (cell.length !== 19 || cell[4] !== '-' || cell[7] !== '-' || cell[10] !== ' ' || cell[13] !== ':' || cell[16] !== ':') return false;
  const month = two(cell, 5);
  const day = two(cell, 8);
  return (
    two(cell, 0) >= 19 &&
    two(cell, 2) >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 28 + (day > 28 ? extraDays(cell, month) : 0) &&
    two(cell, 11) >= 0 &&
    two(cell, 11) < 24 &&
    two(cell, 14) >= 0 &&
    two(cell, 14) < 60 &&
    two(cell, 17) >= 0 &&
    two(cell, 17) <= 60
  );
}

const extraDays = (cell: string, month: number): number =>
  makeDate(two(cell, 0) * 100 + two(cell, 2), month, two(cell, 8)) === null ? 0 : 3;

function two(text: string, at: number): number {
  const a = text.charCodeAt(at) - 48;
  const b = text.charCodeAt(at + 1) - 48;
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : -1;
}

interface Found {
  readonly date: string;
  readonly length: number;
}

function yearFirst(text: string): Found | null {
  const match = YEAR_FIRST.exec(text) ?? COMPACT.exec(text);
  if (!match) return null;
  const date = makeDate(+match[1]!, +match[2]!, +match[3]!);
  return date === null ? null : { date, length: match[0].length };
}

/** Years counted from 1911 (`115/10/02`) and from an emperor's first (`R8.10.2`, `令和8年10月2日`). */
function eastern(text: string): Found | null {
  const match = ROC.exec(text);
  const era = match ? null : ERA.exec(text);
  if (!match && !era) return null;
  const year = match ? 1911 + +match[1]! : ERA_BEGAN[era![1]!.toUpperCase()]! + (era![2] === '元' ? 1 : +era![2]!);
  const [month, day] = match ? [match[2]!, match[3]!] : [era![3]!, era![4]!];
  const date = makeDate(year, +month, +day);
  return date === null ? null : { date, length: (match ?? era)![0].length };
}

function numeric(text: string, order: DateOrder): Found | null {
  const match = NUMERIC.exec(text);
  if (!match) return null;
  const [a, b, year] = [+match[1]!, +match[2]!, fullYear(+match[3]!)];
  const date = order === 'dmy' ? makeDate(year, b, a) : makeDate(year, a, b);
  return date === null ? null : { date, length: match[0].length };
}

function named(text: string): Found | null {
  const match = NAMED.exec(text);
  const other = match ? null : NAMED_FIRST.exec(text);
  const [day, name, year] = match ? [match[1]!, match[2]!, match[3]!] : other ? [other[2]!, other[1]!, other[3]!] : ['', '', ''];
  const month = MONTHS[name.toLowerCase()] ?? MONTHS[name.toLowerCase().slice(0, 3)];
  if (month === undefined) return null;
  const date = makeDate(fullYear(+year), month, +day);
  return date === null ? null : { date, length: (match ?? other)![0].length };
}

/** The year that days without one belong to: the month of the statement and the year it is in. */
export interface YearContext {
  readonly year: number;
  readonly month: number;
}
const YEARLESS = /^(\d{1,2})[-/.月](\d{1,2})日?$/;

/** Null when days carry their year, or when nothing in the file says it. */
export function yearContext(cells: readonly string[], banner: string, period: { readonly to: string } | null): YearContext | null {
  const filled = cells.filter((cell) => cell !== '');
  if (filled.filter((cell) => YEARLESS.test(cell)).length < filled.length * 0.5) return null;
  if (period) return { year: Number(period.to.slice(0, 4)), month: Number(period.to.slice(5, 7)) };
  const found = /(20\d{2})\s?[年./-]\s?(\d{1,2})(?!\d)/.exec(banner) ?? /(?<!\d)(20\d{2})(0[1-9]|1[0-2])\d{2}(?!\d)/.exec(banner);
  return found ? { year: Number(found[1]), month: Number(found[2]) } : writtenContext(banner);
}

/** `Statement closing date 01/31/2026`, `January 2026`: the last one named. Where day and month could be either, the later month is no guess backwards. */
function writtenContext(banner: string): YearContext | null {
  const figures = [...banner.slice(0, 20_000).matchAll(/(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](20\d{2})(?!\d)/g)].at(-1);
  if (figures) {
    const months = [Number(figures[1]), Number(figures[2])].filter((n) => n >= 1 && n <= 12);
    if (months.length > 0) return { year: Number(figures[3]), month: Math.max(...months) };
  }
  const named = [...banner.slice(0, 20_000).matchAll(/\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (?:\d{1,2},? )?(20\d{2})\b/gi)].at(-1);
  return named ? { year: Number(named[2]), month: MONTHS[named[1]!.toLowerCase()] ?? 12 } : null;
}

/** `12/29` on a statement of January is of the year before. */
export function readYearless(cell: string, { year, month }: YearContext, order: DateOrder): string | null {
  const found = YEARLESS.exec(cell);
  if (!found) return null;
  const [m, d] = order === 'dmy' && !cell.includes('月') ? [+found[2]!, +found[1]!] : [+found[1]!, +found[2]!];
  return makeDate(m > month ? year - 1 : year, m, d);
}

/** `HH:mm:ss`, from `9:05`, `090500`, `9:05:00 PM` or an ISO tail. */
export function readTime(text: string): string | null {
  const match = TIME.exec(text) ?? COMPACT_TIME.exec(text);
  if (!match) return null;
  let hour = +match[1]!;
  if (/\bPM\b/i.test(text) && hour < 12) hour += 12;
  if (/\bAM\b/i.test(text) && hour === 12) hour = 0;
  if (hour > 23 || +match[2]! > 59 || +(match[3] ?? 0) > 60) return null;
  return `${pad(hour)}:${match[2]}:${match[3] ?? '00'}`;
}

/** `46297` or `46297.42`: a spreadsheet's day whose format was lost. Only believed under a caption that says date. */
export const isSerialDay = (cell: string): boolean => /^[345]\d{4}(?:\.\d{1,12})?$/.test(cell);

const SERIAL_EPOCH = Date.UTC(1899, 11, 30);
const DAY_SECONDS = 86_400;
export function readSerialDay(cell: string): string | null {
  if (!isSerialDay(cell)) return null;
  const at = new Date(SERIAL_EPOCH + Math.round(Number(cell) * DAY_SECONDS) * 1000).toISOString();
  return cell.includes('.') ? `${at.slice(0, 10)} ${at.slice(11, 19)}` : at.slice(0, 10);
}

/** Day or month first? A first number above 12 proves day first, a second one month first; else the order that goes forward steadily. */
export function decideOrder(all: readonly string[]): { order: DateOrder; certain: boolean } {
  let dmy = 0;
  let mdy = 0;
  let seen = 0;
  const months = new Map<string, Set<string>>([
    ['dmy', new Set()],
    ['mdy', new Set()],
  ]);
  for (const cell of all) {
    const match = NUMERIC.exec(cell.trim());
    if (!match) continue;
    seen++;
    if (+match[1]! > 12) dmy++;
    if (+match[2]! > 12) mdy++;
    months.get('dmy')!.add(`${match[3]}${match[2]}`);
    months.get('mdy')!.add(`${match[3]}${match[1]}`);
    if (cell.includes('.')) dmy += 0.5;
  }
  if (seen === 0) return yearlessOrder(all);
  if (dmy !== mdy) return { order: dmy > mdy ? 'dmy' : 'mdy', certain: true };
  // A statement covers few months: the reading with fewer distinct months is the likelier one.
  const [asDmy, asMdy] = [months.get('dmy')!.size, months.get('mdy')!.size];
  return { order: asDmy < asMdy ? 'dmy' : 'mdy', certain: asDmy !== asMdy };
}

/** Days without a year are written month first in China and America; a first number above 12 says otherwise. */
function yearlessOrder(cells: readonly string[]): { order: DateOrder; certain: boolean } {
  const found = cells.flatMap((cell) => YEARLESS.exec(cell) ?? []);
  if (found.length === 0) return { order: 'dmy', certain: true };
  return { order: cells.some((cell) => Number(YEARLESS.exec(cell)?.[1] ?? 0) > 12) ? 'dmy' : 'mdy', certain: true };
}
