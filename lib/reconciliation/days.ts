/** Which day of a channel a row belongs to, and which days a file accounts for. Pure. */
import type { Capabilities } from '@/lib/channels/port';
import { addDays, businessDateOf, instantOf, isBusinessDate, plusMs, HOUR_MS, MINUTE_MS, type BusinessDate, type Instant } from '@/lib/kernel/time';
import type { StatementRow } from '@/lib/statements';

type Cut = Capabilities['statement'];

/** The bank's own settlement day where the row has one, else the wall-clock day, cut where the channel cuts it. */
export function dayOfRow(row: Pick<StatementRow, 'settleDate' | 'tradeTime'>, cutOff: string): string | null {
  if (row.settleDate !== null) return row.settleDate;
  if (row.tradeTime === null) return null;
  const day = row.tradeTime.slice(0, 10);
  if (cutOff === '24:00' || row.tradeTime.length < 16 || row.tradeTime.slice(11, 16) < cutOff) return day;
  return isBusinessDate(day) ? addDays(day, 1) : day;
}

/** A refund that was finished a minute after midnight does not make the file answer for the next day. */
const SHARE_OF_BIGGEST = 10;

/** The days with a real share of the rows. Payments of ours on these days must be in the file. */
export function daysCovered(rowsOfDay: ReadonlyMap<string, number>): BusinessDate[] {
  const biggest = Math.max(0, ...rowsOfDay.values());
  return [...rowsOfDay].filter(([day, rows]) => isBusinessDate(day) && rows * SHARE_OF_BIGGEST >= biggest).map(([day]) => day as BusinessDate).sort();
}

/** From where to where a channel's day runs; `24:00` is the calendar day. */
export function spanOfDay(day: BusinessDate, cut: Cut): { readonly from: Instant; readonly to: Instant } {
  if (cut.cutOff === '24:00') return { from: instantOf(day, '00:00', cut.timeZone), to: instantOf(addDays(day, 1), '00:00', cut.timeZone) };
  return { from: instantOf(addDays(day, -1), cut.cutOff, cut.timeZone), to: instantOf(day, cut.cutOff, cut.timeZone) };
}

/** The channel's day a moment falls into. */
export const businessDayAt = (at: Instant, cut: Pick<Cut, 'timeZone' | 'cutOff'>): BusinessDate => businessDateOf(at, cut.timeZone, cut.cutOff);

/** A bank's clock and ours differ; what we booked this shortly before the cut may be in the bank's next file. */
export const isNearCut = (at: Instant, day: BusinessDate, cut: Cut, minutes = 30): boolean => at >= plusMs(spanOfDay(day, cut).to, -minutes * MINUTE_MS);

/** Wide enough to hold every moment of the days, whatever the zone of the bank's clock. */
export function spanOfDays(days: readonly BusinessDate[], cut: Cut): { readonly from: Instant; readonly to: Instant } | null {
  const [first, last] = [days[0], days[days.length - 1]];
  if (!first || !last) return null;
  return { from: plusMs(spanOfDay(first, cut).from, -HOUR_MS), to: plusMs(spanOfDay(last, cut).to, HOUR_MS) };
}
