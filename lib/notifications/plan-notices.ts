/** Whom a schedule would tell on a day, and whether now is a time to tell. Pure. */
import { addDays, type BusinessDate } from '@/lib/kernel/time';
import type { Rule, Schedule } from './model';

/** A day the worker was not there is made up for this long; older reminders would only confuse. */
const LATE_DAYS = 2;

/** Due dates of the bills a rule speaks about on a day: the last one first, older ones only where nobody was told in time. */
export const dueDatesOf = (rule: Rule, today: BusinessDate): { readonly from: BusinessDate; readonly to: BusinessDate } => ({
  from: addDays(today, -rule.offsetDays - LATE_DAYS), to: addDays(today, -rule.offsetDays),
});

/** Quiet hours may span midnight; equal times mean none. */
export function isQuiet({ quietFrom, quietUntil }: Pick<Schedule, 'quietFrom' | 'quietUntil'>, time: string): boolean {
  if (quietFrom === quietUntil) return false;
  return quietFrom < quietUntil ? time >= quietFrom && time < quietUntil : time >= quietFrom || time < quietUntil;
}
