/** Every bank here prints its wall clock in China's one zone; these are the few shapes they use. */
import { instant, instantOf, isBusinessDate, zoned, type BusinessDate, type Instant } from '@/lib/kernel/time';

export const CHINA = 'Asia/Shanghai';

/** `2026-11-22 09:30:00` */
export function dashedTime(at: Instant): string {
  const { date, time } = zoned(at, CHINA);
  return `${date} ${time}`;
}

/** `20261122093000` */
export const compactTime = (at: Instant): string => dashedTime(at).replaceAll(/[- :]/g, '');

/** `2026-11-22T09:30:00+08:00` */
export const offsetTime = (at: Instant): string => `${dashedTime(at).replace(' ', 'T')}+08:00`;

export const chinaDate = (at: Instant): BusinessDate => zoned(at, CHINA).date;

export function readDashedTime(text: string | undefined): Instant | null {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.\d+)?$/.exec(text ?? '');
  return match ? wallClock(match[1]!, match[2]!) : null;
}

export function readCompactTime(text: string | undefined): Instant | null {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text ?? '');
  return match ? wallClock(`${match[1]}-${match[2]}-${match[3]}`, `${match[4]}:${match[5]}:${match[6]}`) : null;
}

export function readOffsetTime(text: string | undefined): Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(text ?? '')) return null;
  const ms = Date.parse(text!);
  return Number.isNaN(ms) ? null : instant(ms);
}

/** `20261122` */
export function readCompactDate(text: string | undefined): BusinessDate | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? '');
  const date = match ? `${match[1]}-${match[2]}-${match[3]}` : '';
  return isBusinessDate(date) ? date : null;
}

function wallClock(date: string, time: string): Instant | null {
  return isBusinessDate(date) && /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time) ? instantOf(date, time, CHINA) : null;
}
