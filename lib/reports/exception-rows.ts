/** The report of exceptions: open differences with their causes, one row after another, in the columns and order that were asked for. */
import { toDecimal, fromWire } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/platform/ctx';
import { listCases } from '@/lib/reconciliation';
import type { CaseRowView } from '@/lib/reconciliation/model';
import { EXCEPTION_COLUMNS, type ExceptionColumn, type ReportWords, type SheetCell } from './model';

const PAGE = 500;
/** Two hundred pages of five hundred: more differences than anybody prints. */
const PAGES_MAX = 200;

type Filter = Omit<NonNullable<Parameters<typeof listCases>[1]>, 'cursor' | 'limit'>;

/** `columns`: a template of one's own; unknown names are left out, none at all means every column. */
export async function* exceptionRows(ctx: Ctx, filter: Filter, words: ReportWords, columns: readonly string[] = []): AsyncGenerator<readonly SheetCell[]> {
  const known = columns.filter((c): c is ExceptionColumn => (EXCEPTION_COLUMNS as readonly string[]).includes(c));
  const shown = known.length > 0 ? known : EXCEPTION_COLUMNS;
  yield shown.map((c) => words.column(c));
  let cursor: string | null = null;
  for (let i = 0; i < PAGES_MAX; i++) {
    const page: Awaited<ReturnType<typeof listCases>> = await listCases(ctx, { ...filter, cursor, limit: PAGE });
    for (const row of page.rows) yield shown.map((c) => CELLS[c](row, words));
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

const amount = (wire: CaseRowView['bank']): SheetCell => (wire === null ? '' : { decimal: toDecimal(fromWire(wire)) });

const CELLS: Readonly<Record<ExceptionColumn, (row: CaseRowView, words: ReportWords) => SheetCell>> = {
  day: (r) => r.date, channel: (r, w) => w.code('channel', r.channel), reason: (r, w) => w.code('reason', r.reason), cause: (r, w) => (r.cause ? w.code('cause', r.cause) : ''),
  number: (r) => r.number ?? '', time: (r) => r.time ?? '', bank: (r) => amount(r.bank), ours: (r) => amount(r.ours), difference: (r) => amount(r.difference),
  currency: (r) => r.difference.currency, status: (r, w) => w.code('status', r.status), followUp: (r) => r.followUpOn ?? '',
};
