/** The chart in force, the draft beside it, and what vouchers look like under either. */
import { requirePermission } from '@/lib/identity';
import { money, toWire, type Currency, type MoneyWire } from '@/lib/kernel/money';
import { businessDateOf } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { CHART } from '../chart';
import type { VoucherView } from '../model';
import { chartContent, inOwnChart, type BookLine, type ChartContent, type OwnLine } from './content';
import { chartOn, chartsInForce } from './store';

export interface ChartVersionView {
  readonly version: number;
  readonly status: 'draft' | 'asked' | 'active' | 'rejected';
  readonly from: string;
  readonly note: string;
  readonly madeAt: string;
  /** Counts today. */
  readonly inForce: boolean;
}
export interface OwnChartView {
  readonly today: string;
  readonly inForce: ChartContent | null;
  /** What is being written or decided about; null when there is nothing. */
  readonly draft: { readonly content: ChartContent; readonly from: string; readonly note: string; readonly status: 'draft' | 'asked' } | null;
  readonly versions: readonly ChartVersionView[];
  /** Every account the books have used, and the built-in ones: what can be carried over. */
  readonly slots: readonly { readonly code: string; readonly zh: string; readonly en: string }[];
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

export async function ownChart(ctx: Ctx): Promise<OwnChartView> {
  requirePermission(ctx, 'ledger.read');
  return withTx(ctx, async (tx) => {
    const institution = await tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId }, select: { time_zone: true, day_cut_off: true } });
    const today = businessDateOf(ctx.clock.now(), institution.time_zone, institution.day_cut_off);
    const rows = await tx.chart_version.findMany({ where: { institution_id: ctx.institutionId }, orderBy: { version: 'desc' }, take: 50 });
    const inForce = chartOn(await chartsInForce(tx, ctx.institutionId), today);
    const draft = rows.find((row) => row.status === 'draft' || row.status === 'asked');
    const accounts = await tx.ledger_account.findMany({ where: { institution_id: ctx.institutionId }, orderBy: { code: 'asc' }, take: 500 });
    return {
      today, inForce: inForce?.content ?? null,
      draft: draft ? { content: chartContent.parse(draft.content), from: day(draft.effective_from), note: draft.note, status: draft.status as 'draft' | 'asked' } : null,
      versions: rows.map((row) => ({
        version: row.version, status: row.status as ChartVersionView['status'], from: day(row.effective_from), note: row.note, madeAt: row.made_at.toISOString(), inForce: row.version === inForce?.version,
      })),
      slots: slotsOf(accounts),
    };
  });
}

/** The built-in accounts and those of this institution's books, by code. */
function slotsOf(used: readonly { readonly code: string; readonly name_zh: string; readonly name_en: string }[]): OwnChartView['slots'] {
  const all = new Map(Object.entries(CHART).map(([code, { zh, en }]) => [code, { code, zh, en }]));
  for (const { code, name_zh: zh, name_en: en } of used) all.set(code, { code, zh, en });
  return [...all.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

export interface OwnVoucherLine {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly debit: MoneyWire | null;
  readonly credit: MoneyWire | null;
  /** Not in the chart: told under the books' own account. */
  readonly mapped: boolean;
}
export interface PreviewedVoucher {
  readonly entryId: string;
  readonly kind: string;
  readonly businessDate: string;
  readonly lines: readonly OwnVoucherLine[];
}

interface Row { readonly id: bigint; readonly kind: string; readonly business_date: Date; readonly code: string; readonly minor: bigint; readonly currency: string; readonly zh: string; readonly en: string }

/** The newest real entry of every kind, told under `content`. */
export async function previewChart(ctx: Ctx, content: ChartContent): Promise<PreviewedVoucher[]> {
  requirePermission(ctx, 'ledger.read');
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<Row[]>`
    WITH newest AS (SELECT DISTINCT ON (kind) id, kind, business_date FROM (SELECT id, kind, business_date FROM journal_entry ORDER BY id DESC LIMIT 20000) e ORDER BY kind, id DESC)
    SELECT n.id, n.kind, n.business_date, p.account_code AS code, p.amount_minor AS minor, p.currency, a.name_zh AS zh, a.name_en AS en
    FROM newest n JOIN ledger_posting p ON p.entry_id = n.id JOIN ledger_account a ON a.institution_id = p.institution_id AND a.code = p.account_code ORDER BY n.kind, p.line_no`);
  return [...Map.groupBy(rows, (row) => row.id)].map(([id, lines]) => ({
    entryId: id.toString(), kind: lines[0]!.kind, businessDate: day(lines[0]!.business_date), lines: inOwnChart(content, lines[0]!.kind, lines).map(ownLine),
  }));
}

const ownLine = ({ code, zh, en, minor, currency, mapped }: OwnLine): OwnVoucherLine => {
  const size = toWire(money(minor < 0n ? -minor : minor, currency as Currency));
  return { code, zh, en, debit: minor > 0n ? size : null, credit: minor < 0n ? size : null, mapped };
};

/** A voucher of the books in the institution's own accounts, by the chart of its day; null where none counts. */
export async function ownVoucher(ctx: Ctx, entry: VoucherView): Promise<{ readonly version: number; readonly lines: readonly OwnVoucherLine[] } | null> {
  requirePermission(ctx, 'ledger.read');
  const chart = chartOn(await withTx(ctx, (tx) => chartsInForce(tx, ctx.institutionId)), entry.businessDate);
  if (!chart) return null;
  const lines = entry.lines.map((line): BookLine => ({
    code: line.code, zh: line.nameZh, en: line.nameEn, currency: (line.debit ?? line.credit)!.currency, minor: line.debit ? BigInt(line.debit.minor) : -BigInt(line.credit!.minor),
  }));
  return { version: chart.version, lines: inOwnChart(chart.content, entry.kind, lines).map(ownLine) };
}
