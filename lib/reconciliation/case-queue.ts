/** The desk's queue: cases grouped by reason, the largest first, by keyset. */
import { requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { pageSize, toPage, type Page } from '@/lib/kernel/page';
import { addDays, zoned } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma } from '@/lib/platform/prisma/client';
import { withTx } from '@/lib/platform/tx';
import { UNDECIDED, type CaseCount, type CaseRowView, type CaseState, type ProbableCause, type Reason } from './model';
import { differenceOf } from './rules';

export interface CaseFilter {
  readonly channel?: string;
  readonly date?: string;
  /** Of these days, both counted. */
  readonly from?: string;
  readonly to?: string;
  readonly reason?: Reason;
  /** Absent: every case, decided ones too. */
  readonly status?: CaseState | 'undecided';
  /** `me`: cases of whoever asks; `nobody`: without an owner. */
  readonly owner?: 'me' | 'nobody';
  /** Absolute difference of at least this many minor units. */
  readonly minMinor?: bigint;
  /** Somebody wanted to see it again by today. */
  readonly due?: boolean;
  /** Opened at least this many days ago. */
  readonly olderThanDays?: number;
  readonly cursor?: string | null;
  readonly limit?: number;
}

export interface CaseRow {
  id: string; reason: string; status: string; channel: string; business_date: Date; direction: string; bank_minor: bigint | null; our_minor: bigint | null;
  currency: string; number: string | null; time: string | null; size: bigint; place: number; line_id: bigint | null; side_id: string | null; owner_id: string | null;
  follow_up_on: Date | null; probable_cause: string | null;
}

const wire = (minor: bigint, currency: string) => toWire(money(minor, currency as Currency));

export function caseRowView(r: CaseRow): CaseRowView {
  const direction = r.direction as 'credit' | 'debit';
  return {
    id: r.id, reason: r.reason as Reason, status: r.status as CaseState, channel: r.channel, date: r.business_date.toISOString().slice(0, 10), direction,
    bank: r.bank_minor === null ? null : wire(r.bank_minor, r.currency), ours: r.our_minor === null ? null : wire(r.our_minor, r.currency),
    difference: wire(differenceOf({ direction, bankMinor: r.bank_minor, ourMinor: r.our_minor }), r.currency), number: r.number, time: r.time,
    cause: r.probable_cause as ProbableCause | null, owner: r.owner_id, followUpOn: r.follow_up_on && r.follow_up_on.toISOString().slice(0, 10), lineId: r.line_id?.toString() ?? null,
    sideId: r.line_id === null || r.our_minor !== null ? r.side_id : null,
  };
}

/** `place.size.id` of the last row shown. */
function cursorOf(text: string | null | undefined): Prisma.Sql {
  const match = /^(\d{1,2})\.(\d{1,18})\.(rcs_[0-9A-Z]{26})$/.exec(text ?? '');
  return match ? Prisma.sql`(c.queue_place, c.queue_size, c.id) > (${Number(match[1])}::int, ${-BigInt(match[2]!)}::bigint, ${match[3]})` : Prisma.sql`true`;
}

/** The columns of a queue row over `recon_case c`; other queries about single cases use them too. */
export const caseColumns = Prisma.sql`
  c.id, c.reason, c.status, c.channel, c.business_date, c.direction, c.bank_minor, c.our_minor, c.currency, c.line_id, c.side_id,
  c.owner_id, c.follow_up_on, c.probable_cause, -c.queue_size AS size, c.queue_place AS place`;

/** Written out, so that the index of undecided cases is seen to hold them all. */
const undecided = Prisma.raw(`c.status IN (${UNDECIDED.map((s) => `'${s}'`).join(', ')})`);

function whereOf(ctx: Ctx, filter: CaseFilter): Prisma.Sql {
  const where: Prisma.Sql[] = [cursorOf(filter.cursor)];
  if (filter.channel) where.push(Prisma.sql`c.channel = ${filter.channel}`);
  if (filter.date) where.push(Prisma.sql`c.business_date = ${filter.date}::date`);
  if (filter.from) where.push(Prisma.sql`c.business_date >= ${filter.from}::date`);
  if (filter.to) where.push(Prisma.sql`c.business_date <= ${filter.to}::date`);
  if (filter.reason) where.push(Prisma.sql`c.reason = ${filter.reason}`);
  if (filter.status === 'undecided') where.push(undecided);
  else if (filter.status) where.push(Prisma.sql`c.status = ${filter.status}`);
  if (filter.owner) where.push(filter.owner === 'nobody' ? Prisma.sql`c.owner_id IS NULL` : Prisma.sql`c.owner_id = ${ctx.actor.kind === 'user' ? ctx.actor.userId : ''}`);
  if (filter.minMinor !== undefined) where.push(Prisma.sql`c.queue_size <= ${-filter.minMinor}`);
  if (filter.olderThanDays !== undefined) where.push(Prisma.sql`c.business_date <= ${addDays(zoned(ctx.clock.now(), 'Asia/Shanghai').date, -filter.olderThanDays)}::date`);
  if (filter.due) where.push(Prisma.sql`c.follow_up_on <= ${zoned(ctx.clock.now(), 'Asia/Shanghai').date}::date`);
  return Prisma.join(where, ' AND ');
}

/** Rows of one page; number and time are looked up for the page alone. */
export async function listCases(ctx: Ctx, filter: CaseFilter): Promise<Page<CaseRowView>> {
  requirePermission(ctx, 'reconciliation.read');
  const limit = pageSize(filter.limit ?? 200);
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<CaseRow[]>`
    WITH p AS (SELECT ${caseColumns} FROM recon_case c WHERE ${whereOf(ctx, filter)} ORDER BY c.queue_place, c.queue_size, c.id LIMIT ${limit + 1})
    SELECT p.*, coalesce(l.merchant_no, l.orig_merchant_no, l.channel_no, a.order_no, r.refund_no) AS number,
      coalesce(substr(l.trade_time, 12, 5), to_char(coalesce(a.paid_at, r.succeeded_at) AT TIME ZONE 'Asia/Shanghai', 'HH24:MI')) AS time
    FROM p LEFT JOIN statement_line l ON l.id = p.line_id LEFT JOIN payment_attempt a ON a.id = p.side_id LEFT JOIN refund r ON r.id = p.side_id
    ORDER BY p.place, p.size DESC, p.id`);
  const page = toPage(rows, limit, (r) => `${r.place}.${r.size}.${r.id}`);
  return { rows: page.rows.map(caseRowView), nextCursor: page.nextCursor };
}

/** How many rows a list of cases has under each reason, in its order: a desk lays out all of it before the rows are there. */
export async function countCases(ctx: Ctx, filter: Pick<CaseFilter, 'channel' | 'date' | 'status'>): Promise<readonly CaseCount[]> {
  requirePermission(ctx, 'reconciliation.read');
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<{ reason: Reason; rows: number; undecided: number }[]>`
    SELECT c.reason, count(*)::int AS rows, count(*) FILTER (WHERE ${undecided})::int AS undecided
    FROM recon_case c WHERE ${whereOf(ctx, filter)} GROUP BY c.reason, c.queue_place ORDER BY c.queue_place`);
  return rows;
}
