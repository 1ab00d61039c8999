import { addDays, instantOf, type BusinessDate, type Instant } from '@/lib/kernel/time';
import type { Capabilities, StatementFetch } from '../port';

/** When the bank promises the day's file: the next day at its hour. A sandbox may be quicker, a bank may be later. */
export function statementDueAt(capabilities: Capabilities, date: BusinessDate): Instant {
  const { earliestHour, timeZone } = capabilities.statement;
  return instantOf(addDays(date, 1), `${String(earliestHour).padStart(2, '0')}:00`, timeZone);
}

/** "No file" before the promised hour means not yet; after it, a day without business. */
export const noFile = (capabilities: Capabilities, date: BusinessDate, now: Instant): StatementFetch =>
  now < statementDueAt(capabilities, date) ? { kind: 'not-yet' } : { kind: 'empty-day' };
