/** The daily report of reconciliation: each channel's day with what agreed, what is open and by how much, and whether it was closed. */
import { fromWire, toDecimal } from '@/lib/kernel/money';
import type { BusinessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { reconciliationPeriod } from '@/lib/reconciliation';
import { DAILY_COLUMNS, type DailyColumn, type ReportWords, type SheetCell } from './model';

type Day = Awaited<ReturnType<typeof reconciliationPeriod>>[number];

/** `columns` as of `exceptionRows`. */
export async function* dailyRows(ctx: Ctx, period: { readonly from: BusinessDate; readonly to: BusinessDate }, words: ReportWords, columns: readonly string[] = []): AsyncGenerator<readonly SheetCell[]> {
  const known = columns.filter((c): c is DailyColumn => (DAILY_COLUMNS as readonly string[]).includes(c));
  const shown = known.length > 0 ? known : DAILY_COLUMNS;
  yield shown.map((c) => words.column(c));
  for (const day of await reconciliationPeriod(ctx, period.from, period.to)) yield shown.map((c) => CELLS[c](day, words));
}

const count = (n: number): SheetCell => ({ decimal: String(n) });
const CELLS: Readonly<Record<DailyColumn, (day: Day, words: ReportWords) => SheetCell>> = {
  day: (d) => d.date, channel: (d, w) => w.code('channel', d.channel), state: (d, w) => w.code('overview', d.status), matched: (d) => count(d.matched), open: (d) => count(d.open),
  notYet: (d) => count(d.notYet), difference: (d) => ({ decimal: toDecimal(fromWire(d.difference)) }), currency: (d) => d.difference.currency, closed: (d) => count(d.closes),
};
