/** Lists for the console: filtered, by keyset, never unbounded. */
import { requirePermission } from '@/lib/identity';
import { toWire, money, type Currency } from '@/lib/kernel/money';
import { pageSize, toPage, type Page } from '@/lib/kernel/page';
import { instantOf, addDays, type BusinessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma, type payment as PaymentRow, type suspense_item as SuspenseRow } from '@/lib/platform/prisma/client';
import { withTx } from '@/lib/platform/tx';
import type { PaymentState } from './machine';
import type { PaymentRowView, PaymentTotals, SuspenseView } from './model';
import type { SuspenseKind } from './rows';
import { AGE_BUCKETS, bucketOf, momentsOf, type AgeBucket, type SuspenseAgeing } from './suspense-age';

export interface PaymentFilter {
  readonly status?: PaymentState;
  readonly channel?: string;
  readonly method?: string;
  readonly payerId?: string;
  /** Payment number, order number at a bank, or the bank's own number: exact. */
  readonly search?: string;
  /** Created on these days, in `timeZone`. */
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  readonly timeZone?: string;
  readonly cursor?: string | null;
  readonly limit?: number;
}

export const paymentView = (r: PaymentRow): PaymentRowView => ({
  id: r.id, number: r.number, payerId: r.payer_id, amount: toWire(money(r.amount_minor, r.currency as Currency)),
  refunded: toWire(money(r.refunded_minor, r.currency as Currency)), status: r.status as PaymentState, method: r.method, channel: r.channel,
  subject: r.subject, createdAt: r.created_at.toISOString(), succeededAt: r.succeeded_at?.toISOString() ?? null,
});

export const suspenseView = (r: SuspenseRow): SuspenseView => ({
  id: r.id, kind: r.kind as SuspenseKind, channel: r.channel, orderNo: r.order_no, amount: toWire(money(r.amount_minor, r.currency as Currency)),
  status: r.status as SuspenseView['status'], evidence: r.evidence, paymentId: r.payment_id, createdAt: r.created_at.toISOString(),
  decidedBy: r.decided_by, decidedAt: r.decided_at?.toISOString() ?? null, note: r.note, handling: null,
});

/** `<ISO moment>_<id>`: newest first, so a page goes on before this row. */
function cursorOf(text: string | null | undefined): { at: Date; id: string } | null {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_([0-9A-Za-z_]{1,40})$/.exec(text ?? '');
  return match ? { at: new Date(match[1]!), id: match[2]! } : null;
}

function conditions(filter: PaymentFilter): Prisma.Sql {
  const zone = filter.timeZone ?? 'Asia/Shanghai';
  const where: Prisma.Sql[] = [Prisma.sql`true`];
  if (filter.status) where.push(Prisma.sql`status = ${filter.status}`);
  if (filter.channel) where.push(Prisma.sql`channel = ${filter.channel}`);
  if (filter.method) where.push(Prisma.sql`method = ${filter.method}`);
  if (filter.payerId) where.push(Prisma.sql`payer_id = ${filter.payerId}`);
  if (filter.from) where.push(Prisma.sql`created_at >= ${new Date(instantOf(filter.from, '00:00', zone))}`);
  if (filter.to) where.push(Prisma.sql`created_at < ${new Date(instantOf(addDays(filter.to, 1), '00:00', zone))}`);
  if (filter.search) {
    const text = filter.search.trim().slice(0, 64);
    where.push(Prisma.sql`(number = ${text} OR id IN (
      SELECT payment_id FROM payment_attempt WHERE order_no = ${text} OR channel_trade_no = ${text}))`);
  }
  return Prisma.join(where, ' AND ');
}

/** Newest first. */
export async function listPayments(ctx: Ctx, filter: PaymentFilter = {}): Promise<Page<PaymentRowView>> {
  requirePermission(ctx, 'payment.read');
  const limit = pageSize(filter.limit);
  const cursor = cursorOf(filter.cursor);
  const before = cursor ? Prisma.sql`AND (created_at, id) < (${cursor.at}, ${cursor.id})` : Prisma.empty;
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<PaymentRow[]>`
    SELECT * FROM payment WHERE institution_id = ${ctx.institutionId} AND ${conditions(filter)} ${before}
    ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`);
  return toPage(rows.map(paymentView), limit, (row) => `${row.createdAt}_${row.id}`);
}

/** What the whole filter adds up to, per currency: how many, and what of it really arrived and went back. */
export async function paymentTotals(ctx: Ctx, filter: PaymentFilter = {}): Promise<PaymentTotals[]> {
  requirePermission(ctx, 'payment.read');
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<{ currency: string; count: bigint; captured: string; refunded: string }[]>`
    SELECT currency, count(*) AS count, sum(captured_minor)::text AS captured, sum(refunded_minor)::text AS refunded
    FROM payment WHERE institution_id = ${ctx.institutionId} AND ${conditions(filter)} GROUP BY currency ORDER BY currency`);
  const wire = (minor: string, currency: string) => toWire(money(BigInt(minor), currency as Currency));
  return rows.map((r) => ({ count: Number(r.count), captured: wire(r.captured, r.currency), refunded: wire(r.refunded, r.currency) }));
}

export interface SuspenseFilter {
  readonly status?: SuspenseView['status'];
  readonly age?: AgeBucket;
  readonly cursor?: string | null;
  readonly limit?: number;
}
type HandledRow = SuspenseRow & { readonly owner: string | null; readonly hold_until: Date | null; readonly hold_reason: string | null; readonly handled_at: Date | null };

/** Held money first come, first shown; `status` defaults to what still waits for a person. */
export async function listSuspense(ctx: Ctx, filter: SuspenseFilter = {}): Promise<Page<SuspenseView>> {
  requirePermission(ctx, 'suspense.read');
  const limit = pageSize(filter.limit);
  const cursor = cursorOf(filter.cursor);
  const after = cursor ? Prisma.sql`AND (s.created_at, s.id) > (${cursor.at}, ${cursor.id})` : Prisma.empty;
  const moments = filter.age && momentsOf(filter.age, ctx.clock.now());
  const aged = moments ? Prisma.sql`AND s.created_at <= ${new Date(moments.notAfter)} AND (${moments.after === null} OR s.created_at > ${new Date(moments.after ?? 0)})` : Prisma.empty;
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<HandledRow[]>`
    SELECT s.*, h.owner, h.hold_until, h.reason AS hold_reason, h.at AS handled_at FROM suspense_item s
    LEFT JOIN LATERAL (SELECT owner, hold_until, reason, at FROM suspense_handling x WHERE x.item_id = s.id ORDER BY x.id DESC LIMIT 1) h ON TRUE
    WHERE s.institution_id = ${ctx.institutionId} AND s.status = ${filter.status ?? 'held'} ${aged} ${after}
    ORDER BY s.created_at, s.id LIMIT ${limit + 1}`);
  return toPage(rows.map((row) => ({
    ...suspenseView(row),
    handling: row.owner === null ? null : { owner: row.owner, until: row.hold_until?.toISOString().slice(0, 10) ?? null, reason: row.hold_reason ?? '', at: row.handled_at!.toISOString() },
  })), limit, (row) => `${row.createdAt}_${row.id}`);
}

/** What is held, by age: every bucket, empty ones too. */
export async function suspenseAgeing(ctx: Ctx): Promise<SuspenseAgeing[]> {
  requirePermission(ctx, 'suspense.read');
  const now = ctx.clock.now();
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<{ days: bigint; currency: string; count: bigint; minor: string; oldest: Date }[]>`
    SELECT greatest(floor(extract(epoch FROM ${new Date(now)}::timestamptz - created_at) / 86400), 0)::bigint AS days, currency, count(*) AS count, sum(amount_minor)::text AS minor, min(created_at) AS oldest
    FROM suspense_item WHERE institution_id = ${ctx.institutionId} AND status = 'held' GROUP BY 1, 2`);
  return AGE_BUCKETS.map(({ id }) => {
    const own = rows.filter((row) => bucketOf(Number(row.days)) === id);
    const sums = Map.groupBy(own, (row) => row.currency);
    return {
      bucket: id, count: own.reduce((sum, row) => sum + Number(row.count), 0), oldestAt: own.map((row) => row.oldest.toISOString()).sort()[0] ?? null,
      sums: [...sums].map(([currency, each]) => toWire(money(each.reduce((sum, row) => sum + BigInt(row.minor), 0n), currency as Currency))),
    };
  });
}
