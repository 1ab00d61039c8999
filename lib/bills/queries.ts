/** Bills and runs as the console shows them. */
import { planVersion } from '@/lib/bill-items';
import { IN_ORDER, type AllocationRule } from '@/lib/bill-items/model';
import { requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { pageSize, toPage, type Page } from '@/lib/kernel/page';
import { instantOfDate, toIso } from '@/lib/kernel/time';
import { institutionTerms, payerNames } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma } from '@/lib/platform/prisma/client';
import { withTx, type Tx } from '@/lib/platform/tx';
import { allocateToItems } from './line-allocation';
import { instalmentViews, lineView, storedMethods } from './line-view';
import type { BillState } from './machine';
import type { BillDetail, BillRow, BillTotals } from './model';

export interface BillFilter {
  readonly status?: BillState | undefined;
  /** Open = issued, part-paid or overdue. */
  readonly open?: boolean | undefined;
  readonly planId?: string | undefined;
  readonly cycleKey?: string | undefined;
  readonly payerId?: string | undefined;
  /** Bill number or payer number, from its beginning. */
  readonly text?: string | undefined;
  readonly cursor?: string | undefined;
  readonly size?: number | undefined;
}

interface Row {
  id: string;
  number: string;
  payer_id: string;
  plan_id: string;
  cycle_key: string;
  title_zh: string;
  title_en: string;
  currency: Currency;
  total_minor: bigint;
  paid_minor: bigint;
  refunded_minor: bigint;
  issue_date: Date;
  due_date: Date;
  status: BillState;
}

const day = (date: Date): string => date.toISOString().slice(0, 10);
const wire = (minor: bigint, currency: Currency) => toWire(money(minor, currency));

const rowView = (row: Row, names: ReadonlyMap<string, { number: string; name: string }>): BillRow => ({
  id: row.id,
  number: row.number,
  payerId: row.payer_id,
  payerNumber: names.get(row.payer_id)?.number ?? '',
  payerName: names.get(row.payer_id)?.name ?? '',
  planId: row.plan_id,
  cycleKey: row.cycle_key,
  titleZh: row.title_zh,
  titleEn: row.title_en,
  total: wire(row.total_minor, row.currency),
  paid: wire(row.paid_minor, row.currency),
  refunded: wire(row.refunded_minor, row.currency),
  issueDate: day(row.issue_date),
  dueDate: day(row.due_date),
  status: row.status,
});

const COLUMNS = Prisma.sql`b.id, b.number, b.payer_id, b.plan_id, b.cycle_key, b.title_zh, b.title_en, b.currency, b.total_minor, b.paid_minor,
  b.refunded_minor, b.issue_date, b.due_date, b.status`;

function conditions(filter: BillFilter): Prisma.Sql {
  const all: Prisma.Sql[] = [Prisma.sql`TRUE`];
  if (filter.status) all.push(Prisma.sql`b.status = ${filter.status}`);
  if (filter.open) all.push(Prisma.sql`b.status IN ('issued', 'part-paid', 'overdue')`);
  if (filter.planId) all.push(Prisma.sql`b.plan_id = ${filter.planId}`);
  if (filter.cycleKey) all.push(Prisma.sql`b.cycle_key = ${filter.cycleKey}`);
  if (filter.payerId) all.push(Prisma.sql`b.payer_id = ${filter.payerId}`);
  const text = filter.text?.normalize('NFKC').trim().slice(0, 40);
  if (text) {
    const prefix = `${text.replace(/[\\%_]/g, '\\$&')}%`;
    all.push(Prisma.sql`(b.number LIKE ${prefix} OR b.payer_id IN (SELECT id FROM payer WHERE number LIKE ${prefix}))`);
  }
  return Prisma.join(all, ' AND ');
}

/** Newest first; `totals` are of the whole filter. */
export async function listBills(ctx: Ctx, filter: BillFilter): Promise<Page<BillRow> & { totals: BillTotals }> {
  requirePermission(ctx, 'bill.read');
  const limit = pageSize(filter.size);
  const where = conditions(filter);
  return withTx(ctx, async (tx) => {
    const before = filter.cursor ? Prisma.sql`AND b.id < ${filter.cursor}` : Prisma.empty;
    const rows = await tx.$queryRaw<Row[]>`SELECT ${COLUMNS} FROM bill b WHERE ${where} ${before} ORDER BY b.id DESC LIMIT ${limit + 1}`;
    const page = toPage(rows, limit, (row) => row.id);
    const names = await payerNames(
      tx,
      ctx,
      page.rows.map((r) => r.payer_id),
    );
    return { rows: page.rows.map((row) => rowView(row, names)), nextCursor: page.nextCursor, totals: await totalsOf(tx, ctx, where) };
  });
}

async function totalsOf(tx: Tx, ctx: Ctx, where: Prisma.Sql): Promise<BillTotals> {
  const { currency } = await institutionTerms(tx, ctx);
  // One institution, one currency in this version; sums come as text because they may outgrow a bigint's column type (numeric).
  const [sums] = await tx.$queryRaw<{ count: bigint; total: string; paid: string; open: string }[]>`
    SELECT count(*) AS count, coalesce(sum(b.total_minor), 0)::text AS total, coalesce(sum(b.paid_minor), 0)::text AS paid,
      coalesce(sum(b.total_minor - b.paid_minor) FILTER (WHERE b.status IN ('issued', 'part-paid', 'overdue')), 0)::text AS open
    FROM bill b WHERE ${where} AND b.currency = ${currency}`;
  const figure = (text: string) => wire(BigInt(text), currency);
  return { count: Number(sums!.count), total: figure(sums!.total), paid: figure(sums!.paid), open: figure(sums!.open) };
}

function itemViews(
  rule: AllocationRule, lines: readonly { readonly item_code: string; readonly amount_minor: bigint }[], allocations: readonly { readonly amount_minor: bigint }[], currency: Currency,
): BillDetail['items'] {
  const charged = lines.map((l) => ({ itemCode: l.item_code, amountMinor: l.amount_minor }));
  return allocateToItems(rule, charged, allocations.map((a) => a.amount_minor)).map((share) => ({
    itemCode: share.itemCode, net: wire(share.netMinor, currency), paid: wire(share.paidMinor, currency), refunded: wire(share.refundedMinor, currency),
  }));
}

export async function getBill(ctx: Ctx, billId: string): Promise<BillDetail | null> {
  requirePermission(ctx, 'bill.read');
  return withTx(ctx, async (tx) => {
    const bill = await tx.bill.findFirst({ where: { id: billId, institution_id: ctx.institutionId } });
    if (!bill) return null;
    const where = { bill_id: billId };
    const lines = await tx.bill_line.findMany({ where, orderBy: { line_no: 'asc' } });
    const allocations = await tx.bill_allocation.findMany({ where, orderBy: { id: 'asc' }, take: 200 });
    const transitions = await tx.bill_transition.findMany({ where, orderBy: { id: 'asc' }, take: 200 });
    const hold = await tx.bill_hold.findUnique({ where });
    const instalments = await tx.bill_instalment.findMany({ where, orderBy: { seq: 'asc' } });
    const notes = await tx.bill_credit_note.findMany({ where, orderBy: { id: 'asc' } });
    const version = await planVersion(tx, ctx.institutionId, bill.plan_id, bill.plan_version);
    const plan = await tx.fee_plan.findUniqueOrThrow({ where: { id: bill.plan_id } });
    const currency = bill.currency as Currency;
    const names = await payerNames(tx, ctx, [bill.payer_id]);
    return {
      ...rowView({ ...bill, currency, status: bill.status as BillState }, names),
      today: (await institutionTerms(tx, ctx)).today,
      planVersion: bill.plan_version,
      planNameZh: plan.name_zh,
      planNameEn: plan.name_en,
      methods: storedMethods(bill.methods),
      partialMin: bill.partial_min_minor === null ? null : wire(bill.partial_min_minor, currency),
      lines: lines.map((line) => lineView(line, currency)),
      instalments: instalmentViews(instalments, bill.paid_minor, currency),
      items: itemViews(version?.plan.methods.partial.allocation ?? IN_ORDER, lines, allocations, currency),
      creditNotes: notes.map((n) => ({ number: n.number, kind: n.kind, amount: wire(n.amount_minor, currency), reason: n.reason, at: toIso(instantOfDate(n.created_at)) })),
      allocations: allocations.map((a) => ({
        paymentId: a.payment_id,
        refundId: a.refund_id,
        amount: wire(a.amount_minor, currency),
        at: toIso(instantOfDate(a.at)),
      })),
      transitions: transitions.map((t) => ({
        from: t.from_state,
        event: t.event,
        to: t.to_state,
        at: toIso(instantOfDate(t.at)),
        actor: t.actor,
      })),
      heldBy: hold?.payment_id ?? null,
    };
  });
}
