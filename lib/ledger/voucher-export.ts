/**
 * The vouchers of a month for accounting software: a generic table, or the columns of the journal import templates of Yonyou U8 and Kingdee K/3 as far
 * as they are public. Vouchers are numbered from 1 within the month, in the order in which they were booked.
 */
import { requirePermission } from '@/lib/identity';
import { money, toDecimal, type Currency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { firstDay, nextMonth } from './months';
import type { ExportFormat } from './model';
import { inOwnChart } from './own-chart/content';
import { chartOn, chartsInForce, type ChartInForce } from './own-chart/store';

interface Line {
  readonly entry_id: bigint; readonly line_no: number; readonly number: bigint; readonly business_date: Date; readonly kind: string; readonly memo: string | null; readonly subject_id: string;
  /** Of the books. */
  readonly account_code: string;
  readonly code: string; readonly name: string; readonly name_en: string; readonly amount_minor: bigint; readonly currency: string;
}

const LINES_MAX = 200_000;
const day = (date: Date): string => date.toISOString().slice(0, 10);
const debit = (l: Line): string => (l.amount_minor > 0n ? toDecimal(money(l.amount_minor, l.currency as Currency)) : '0.00');
const credit = (l: Line): string => (l.amount_minor < 0n ? toDecimal(money(-l.amount_minor, l.currency as Currency)) : '0.00');
const size = (l: Line): string => toDecimal(money(l.amount_minor < 0n ? -l.amount_minor : l.amount_minor, l.currency as Currency));
type Words = (kind: string) => string;
const summary = (l: Line, words: Words): string => [words(l.kind), l.memo ?? l.subject_id].join(' ').slice(0, 60);

interface Layout { readonly head: readonly string[]; readonly row: (l: Line, words: Words) => readonly string[] }
const LAYOUTS: Readonly<Record<ExportFormat, Layout>> = {
  generic: {
    head: ['凭证号', '记账日期', '行', '摘要', '科目编码', '科目名称', '借方', '贷方', '币种', '对象', '业务'],
    row: (l, words) => [l.number.toString(), day(l.business_date), String(l.line_no), summary(l, words), l.code, l.name, debit(l), credit(l), l.currency, l.subject_id, l.kind],
  },
  yonyou: {
    head: ['制单日期', '凭证类别字', '凭证号', '附单据数', '摘要', '科目编码', '科目名称', '币种', '借方金额', '贷方金额', '制单人'],
    row: (l, words) => [day(l.business_date), '记', l.number.toString(), '0', summary(l, words), l.code, l.name, l.currency === 'CNY' ? '人民币' : l.currency, debit(l), credit(l), 'Bafang'],
  },
  kingdee: {
    head: ['FDate', 'FYear', 'FPeriod', 'FGroupID', 'FNumber', 'FAccountNum', 'FAccountName', 'FCurrencyNum', 'FAmountFor', 'FDebit', 'FCredit', 'FPreparerID', 'FExplanation', 'FEntryID'],
    row: (l, words) => [day(l.business_date), day(l.business_date).slice(0, 4), String(Number.parseInt(day(l.business_date).slice(5, 7), 10)), '记', l.number.toString(), l.code, l.name,
      l.currency === 'CNY' ? 'RMB' : l.currency, size(l), debit(l), credit(l), 'Bafang', summary(l, words), String(l.line_no - 1)],
  },
};

/** Rows of a table, head first. At most 200,000 lines. `words`: what an entry of this kind is called. */
export async function exportVouchers(ctx: Ctx, input: { readonly month: string; readonly format: ExportFormat }, words: Words): Promise<readonly (readonly string[])[]> {
  requirePermission(ctx, 'ledger.read');
  const [from, to] = [firstDay(input.month), firstDay(nextMonth(input.month))];
  const { lines, charts } = await withTx(ctx, async (tx) => ({ charts: await chartsInForce(tx, ctx.institutionId), lines: await tx.$queryRaw<Line[]>`
    WITH entry AS (SELECT *, row_number() OVER (ORDER BY id) AS number FROM journal_entry WHERE business_date >= ${from}::date AND business_date < ${to}::date)
    SELECT e.id AS entry_id, p.line_no, e.number, e.business_date, e.kind, e.memo, e.subject_id, p.account_code, coalesce(m.export_code, p.account_code) AS code, a.name_zh AS name,
      a.name_en, p.amount_minor, p.currency
    FROM entry e JOIN ledger_posting p ON p.entry_id = e.id JOIN ledger_account a ON a.institution_id = p.institution_id AND a.code = p.account_code
    LEFT JOIN ledger_mapping m ON m.institution_id = p.institution_id AND m.slot = p.account_code
    ORDER BY e.id, p.line_no LIMIT ${LINES_MAX}` }), { timeoutMs: 60_000 });
  const { head, row } = LAYOUTS[input.format];
  return [head, ...ownLines(lines, charts).map((line) => row(line, words))];
}

/** Each voucher by the institution's own chart of its day, where one counts; else under the codes of `ledger_mapping`. */
function ownLines(lines: readonly Line[], charts: readonly ChartInForce[]): readonly Line[] {
  if (charts.length === 0) return lines;
  return [...Map.groupBy(lines, (line) => line.entry_id).values()].flatMap((entry) => {
    const first = entry[0]!;
    const chart = chartOn(charts, day(first.business_date));
    if (!chart) return entry;
    const own = inOwnChart(chart.content, first.kind, entry.map((line) => ({ code: line.account_code, minor: line.amount_minor, currency: line.currency, zh: line.name, en: line.name_en })));
    return own.map((line, at) => ({ ...first, line_no: at + 1, code: line.code, name: line.zh, amount_minor: line.minor, currency: line.currency }));
  });
}
