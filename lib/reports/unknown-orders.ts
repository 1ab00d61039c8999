/** Orders whose outcome is unknown, oldest first: nothing may hang unseen. */
import { requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { HOUR_MS, instantOfDate, plusMs, toDate, toIso } from '@/lib/kernel/time';
import { payerNames } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import type { UnknownOrderView } from './model';

/** A bank that has said nothing for this long is telephoned, not only asked by machine. */
const PATIENCE_MS = 2 * HOUR_MS;
/** What the bank's own people need to find it; then it is overdue. */
const DEADLINE_MS = 24 * HOUR_MS;
const ROWS_MAX = 200;

interface Row {
  payment_id: string; number: string; payer_id: string; amount_minor: bigint; currency: string; channel: string; order_no: string; since: Date;
  due_at: Date | null; query_count: number; held: boolean;
}

/** At most the 200 oldest: more than that is an outage, and the bank-health page shows it. */
export async function unknownOrders(ctx: Ctx): Promise<UnknownOrderView[]> {
  requirePermission(ctx, 'payment.read');
  const patience = toDate(plusMs(ctx.clock.now(), -PATIENCE_MS));
  return withTx(ctx, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT p.id AS payment_id, p.number, p.payer_id, p.amount_minor, p.currency, a.channel, a.order_no, a.query_count,
        coalesce((SELECT max(t.at) FROM payment_transition t WHERE t.payment_id = p.id AND t.to_state = 'unknown'), p.updated_at) AS since,
        (SELECT min(i.due_at) FROM inquiry_due i WHERE i.subject_id IN (a.id, p.id)) AS due_at,
        EXISTS (SELECT FROM suspense_item s WHERE s.payment_id = p.id AND s.status = 'held') AS held
      FROM payment p JOIN LATERAL (SELECT * FROM payment_attempt x WHERE x.payment_id = p.id ORDER BY x.seq DESC LIMIT 1) a ON true
      WHERE p.institution_id = ${ctx.institutionId} AND p.status = 'unknown' ORDER BY since LIMIT ${ROWS_MAX}`;
    const names = await payerNames(tx, ctx, rows.map((r) => r.payer_id));
    return rows.map((r): UnknownOrderView => ({
      paymentId: r.payment_id, paymentNumber: r.number, amount: toWire(money(r.amount_minor, r.currency as Currency)), channel: r.channel,
      orderNo: r.order_no, payer: names.get(r.payer_id) ?? null, since: r.since.toISOString(), nextInquiryAt: r.due_at?.toISOString() ?? null,
      inquiries: r.query_count, owner: r.held || r.due_at === null || r.since < patience ? 'person' : 'bank',
      ...deadlineOf(r.since, ctx),
    }));
  });
}

function deadlineOf(since: Date, ctx: Ctx): Pick<UnknownOrderView, 'deadline' | 'overdue'> {
  const deadline = plusMs(instantOfDate(since), DEADLINE_MS);
  return { deadline: toIso(deadline), overdue: ctx.clock.now() > deadline };
}
