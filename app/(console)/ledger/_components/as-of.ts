import { addDays, instant, instantOf, isBusinessDate, type BusinessDate, type Instant } from '@/lib/kernel/time';

/** `?day=2026-11-22` means the end of that calendar day in the institution's zone, `&time=14:30:05` that second of it; anything else means now. */
export function asOfDay(asked: unknown, zone: string, time?: unknown): { day: BusinessDate; time: string; at: Instant } | null {
  if (typeof asked !== 'string' || !isBusinessDate(asked)) return null;
  if (typeof time === 'string' && /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time)) {
    // The whole second counts.
    return { day: asked, time, at: instant(instantOf(asked, time, zone) + 999) };
  }
  return { day: asked, time: '', at: instant(instantOf(addDays(asked, 1), '00:00', zone) - 1) };
}
