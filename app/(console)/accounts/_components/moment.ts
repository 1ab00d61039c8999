import { addDays, businessDate, instant, instantOf, isBusinessDate, type BusinessDate, type Instant } from '@/lib/kernel/time';

/** `?day=` means the end of that calendar day in the institution's zone; anything else means now. */
export function momentOf(day: unknown, zone: string): { readonly day: BusinessDate; readonly at: Instant } | null {
  if (typeof day !== 'string' || !isBusinessDate(day)) return null;
  return { day: businessDate(day), at: instant(instantOf(addDays(businessDate(day), 1), '00:00', zone) - 1) };
}
