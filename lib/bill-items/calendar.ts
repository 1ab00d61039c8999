/**
 * Working days in China: public holidays and make-up Saturdays (调休) by the State Council's yearly list, as chinese-days carries it.
 * The list for a year appears late in the year before it. Beyond the known years only weekends and the public holidays that the law ties to
 * a date (New Year, Labour Day, National Day) are free, and every answer says that it is not certain.
 */
import chineseDays from 'chinese-days';
import { addDays, type BusinessDate } from '@/lib/kernel/time';

/** 全国年节及纪念日放假办法 (2024), article 2: the holidays with a date of the solar calendar. */
const FIXED_HOLIDAYS: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

const known = new Map<string, boolean>();

/** Whether the holiday list of the date's year has been published. */
export function holidaysKnown(date: BusinessDate): boolean {
  const year = date.slice(0, 4);
  let answer = known.get(year);
  if (answer === undefined) {
    // Every published year has at least New Year's Day.
    answer = chineseDays.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0;
    known.set(year, answer);
  }
  return answer;
}

export function isWorkingDay(date: BusinessDate): boolean {
  if (holidaysKnown(date)) return chineseDays.isWorkday(date);
  if (FIXED_HOLIDAYS.has(date.slice(5))) return false;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

export interface DayAnswer {
  readonly date: BusinessDate;
  /** Some day on the way lies in a year whose holidays are not published yet. */
  readonly uncertain: boolean;
}

/** The date itself if it is a working day, otherwise the next one. */
export function workingDayFrom(date: BusinessDate): DayAnswer {
  let day = date;
  let uncertain = !holidaysKnown(day);
  while (!isWorkingDay(day)) {
    day = addDays(day, 1);
    uncertain ||= !holidaysKnown(day);
  }
  return { date: day, uncertain };
}

/** The `count`-th working day after a date; 0 = the date itself. */
export function plusWorkingDays(date: BusinessDate, count: number): DayAnswer {
  let day = date;
  let uncertain = false;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    uncertain ||= !holidaysKnown(day);
    if (isWorkingDay(day)) left--;
  }
  return { date: day, uncertain };
}
