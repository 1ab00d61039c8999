/** The timeline of "paid, not yet reconciled": money we booked that no line of the bank has shown yet, the newest first, with who told us of it. */
import { CAPABILITIES, isChannelCode, type ChannelCode } from '@/lib/channels';
import { requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { pageSize, toPage, type Page } from '@/lib/kernel/page';
import { instantOfDate, toIso } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { Prisma } from '@/lib/platform/prisma/client';
import { withTx } from '@/lib/platform/tx';
import { businessDayAt } from './days';
import { UNDECIDED, type WaitingView } from './model';
import { expectedBy } from './not-yet';
import { activeRules } from './rule-store';

export interface WaitingFilter { readonly channel?: string; readonly cursor?: string | null; readonly limit?: number }

interface Row {
  id: string; channel: string; order_no: string; payment_id: string; number: string; amount_minor: bigint; currency: string; paid_at: Date; settle_date: Date | null; told_by: string | null;
  case_id: string | null; case_day: Date | null; candidates: { line: string; day: string; number: string | null; time: string | null }[] | null;
}

const DAYS_BACK = 31;
/** A line further off than this is not offered for a quick confirmation. */
const DAYS_AROUND = 3;

export async function waitingMoney(ctx: Ctx, filter: WaitingFilter): Promise<Page<WaitingView>> {
  requirePermission(ctx, 'reconciliation.read');
  const limit = pageSize(filter.limit);
  const cursor = /^(\d{13})\.(att_[0-9A-Z]{26})$/.exec(filter.cursor ?? '');
  const after = cursor ? Prisma.sql`(a.paid_at, a.id) < (${new Date(Number.parseInt(cursor[1]!, 10))}, ${cursor[2]})` : Prisma.sql`true`;
  const only = filter.channel && isChannelCode(filter.channel) ? Prisma.sql`a.channel = ${filter.channel}` : Prisma.sql`true`;
  const { rows, rules } = await withTx(ctx, async (tx) => ({
    rules: await activeRules(tx),
    rows: await tx.$queryRaw<Row[]>`
      SELECT a.id, a.channel, a.order_no, a.payment_id, p.number, a.amount_minor, a.currency, a.paid_at, a.settle_date, c.id AS case_id, c.business_date AS case_day,
        (SELECT t.evidence FROM attempt_transition t WHERE t.attempt_id = a.id AND t.to_state = 'succeeded' ORDER BY t.id LIMIT 1) AS told_by, near.candidates
      FROM payment_attempt a JOIN payment p ON p.id = a.payment_id
      LEFT JOIN LATERAL (SELECT id, business_date FROM recon_case WHERE side_id = a.id AND status NOT IN ('matched', 'confirmed', 'written-off') LIMIT 1) c ON true
      LEFT JOIN LATERAL (
        -- Two are enough to know that it is not the only one.
        SELECT jsonb_agg(jsonb_build_object('line', x.line_id::text, 'day', x.business_date, 'number', x.number, 'time', x.trade_time)) AS candidates FROM (
          SELECT o.line_id, o.business_date, coalesce(l.merchant_no, l.channel_no) AS number, l.trade_time FROM recon_case o JOIN statement_line l ON l.id = o.line_id
          WHERE o.channel = a.channel AND o.our_minor IS NULL AND o.bank_minor = a.amount_minor AND o.currency = a.currency AND o.direction = 'credit'
            AND o.status = ANY(${[...UNDECIDED]}) AND o.reason IN ('missing-here', 'unclear')
            AND o.business_date BETWEEN (a.paid_at AT TIME ZONE 'Asia/Shanghai')::date - ${DAYS_AROUND}::int AND (a.paid_at AT TIME ZONE 'Asia/Shanghai')::date + ${DAYS_AROUND}::int
            AND NOT EXISTS (SELECT FROM recon_dismissal d WHERE d.line_id = o.line_id AND d.side_id = a.id) LIMIT 2) x
      ) near ON true
      WHERE a.status = 'succeeded' AND a.paid_at >= ${toIso(ctx.clock.now())}::timestamptz - make_interval(days => ${DAYS_BACK}::int) AND ${only} AND ${after}
        AND NOT EXISTS (SELECT FROM recon_match m WHERE m.side_id = a.id AND m.undone_at IS NULL)
        AND NOT EXISTS (SELECT FROM recon_case d WHERE d.side_id = a.id AND d.status IN ('confirmed', 'written-off'))
      ORDER BY a.paid_at DESC, a.id DESC LIMIT ${limit + 1}`,
  }));
  const page = toPage(rows, limit, (r) => `${r.paid_at.getTime()}.${r.id}`);
  const now = ctx.clock.now();
  return {
    nextCursor: page.nextCursor,
    rows: page.rows.map((r): WaitingView => {
      const channel = r.channel as ChannelCode;
      const day = businessDayAt(instantOfDate(r.settle_date ?? r.paid_at), CAPABILITIES[channel].statement);
      const due = expectedBy(day, channel, rules.notYet);
      return {
        attemptId: r.id, channel, number: r.order_no, paymentId: r.payment_id, paymentNumber: r.number, amount: toWire(money(r.amount_minor, r.currency as Currency)),
        paidAt: r.paid_at.toISOString(), day, expectedBy: toIso(due), toldBy: toldBy(r.told_by), state: r.case_id ? 'in-case' : now < due ? 'not-yet' : 'overdue',
        candidate: onlyOne(r.candidates),
        caseDay: r.case_day && r.case_day.toISOString().slice(0, 10),
      };
    }),
  };
}

const onlyOne = (found: Row['candidates']): WaitingView['candidate'] => {
  const [one, another] = found ?? [];
  return one && !another ? { lineId: one.line, day: one.day, number: one.number, time: one.time } : null;
};

/** Evidence is kept as `callback:inb_…`, `query:…`, `statement:line:…`. */
function toldBy(evidence: string | null): WaitingView['toldBy'] {
  const source = evidence?.split(':')[0];
  return source === 'callback' || source === 'query' || source === 'statement' ? source : 'other';
}
