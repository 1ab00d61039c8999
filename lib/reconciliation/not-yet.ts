/** When money that the bank has not shown yet is only late, and when it is missing: the day after, at the hour of the rules, holidays left out. Pure. */
import { plusWorkingDays } from '@/lib/bill-items';
import { CAPABILITIES, type ChannelCode } from '@/lib/channels/model';
import { addDays, instantOf, zoned, type BusinessDate, type Instant } from '@/lib/kernel/time';
import type { RuleSet } from './engine/rule-set';

/** From this moment on a day's money is expected to have been shown. */
export function expectedBy(day: BusinessDate, channel: ChannelCode, rules: RuleSet['notYet']): Instant {
  const next = rules.workdaysOnly.includes(channel) ? plusWorkingDays(day, 1).date : addDays(day, 1);
  return instantOf(next, `${rules.readyAt}:00`, CAPABILITIES[channel].statement.timeZone);
}

/** A file of a day that by our clock has not come proves our clock wrong, not the money late. */
export function isStillLate(now: Instant, day: BusinessDate, channel: ChannelCode, rules: RuleSet['notYet']): boolean {
  return day <= zoned(now, CAPABILITIES[channel].statement.timeZone).date && now < expectedBy(day, channel, rules);
}
