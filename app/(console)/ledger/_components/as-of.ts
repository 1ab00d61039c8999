import { addDays, instant, instantOf, isBusinessDate, type BusinessDate, type Instant } from '@/lib/kernel/time';

/** `?day=2026-11-22` means the end of that calendar day in the institution's zone; anything else means now. */
export function asOfDay(asked: unknown, zone: string): { day: BusinessDate; at: Instant } | null {
  if (typeof asked !== 'string' || !isBusinessDate(asked)) return null;
  return { day: asked, at: instant(instantOf(addDays(asked, 1), '00:00', zone) - 1) };
}
