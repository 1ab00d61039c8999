/** What browsers send for a moment of the institution's clock. */
import { instantOf, isBusinessDate } from '@/lib/kernel/time';

/** `2026-11-22T15:00` on the institution's clock → the moment; 0, which the commands refuse, for anything else. */
export function momentOf(text: string, zone: string): number {
  const [date = '', time = ''] = text.split('T');
  return isBusinessDate(date) && /^\d\d:\d\d$/.test(time) ? instantOf(date, time, zone) : 0;
}

export const textOf = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
};
