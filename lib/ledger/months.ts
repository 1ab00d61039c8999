/** Months of the books. Pure. */
import { addMonths, businessDate, type BusinessDate } from '@/lib/kernel/time';

export type Month = string;
export const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
export const firstDay = (month: Month): BusinessDate => businessDate(`${month}-01`);
export const monthOf = (day: string): Month => day.slice(0, 7);
export const nextMonth = (month: Month): Month => monthOf(addMonths(firstDay(month), 1));

/** From the first to the last, both counted, newest first; at most ten years. */
export function monthsBetween(from: Month, to: Month): Month[] {
  const months: Month[] = [];
  for (let month = from; month <= to && months.length < 120; month = nextMonth(month)) months.unshift(month);
  return months;
}
