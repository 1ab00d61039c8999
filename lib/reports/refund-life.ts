/** The refund board's figures, and one refund with what it moved in the books. */
import { requirePermission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { DAY_MS, plusMs, toIso } from '@/lib/kernel/time';
import { vouchersOf } from '@/lib/ledger';
import type { VoucherView } from '@/lib/ledger/model';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { getRefund } from '@/lib/refunds';
import type { RefundState, RefundView } from '@/lib/refunds/model';
import type { RefundStage } from './model';

const OPEN_STATES = ['requested', 'approved', 'executing', 'unknown', 'returned'] as const satisfies readonly RefundState[];

/** Always all five open states, in the order of a refund's life. */
export async function refundStages(ctx: Ctx): Promise<RefundStage[]> {
  requirePermission(ctx, 'refund.read');
  const since = (days: number): string => toIso(plusMs(ctx.clock.now(), -days * DAY_MS));
  const rows = await withTx(ctx, (tx) => tx.$queryRaw<{ status: string; currency: string; count: number; day: number; three: number; minor: string; oldest: Date }[]>`
    SELECT status, currency, count(*)::int AS count, count(*) FILTER (WHERE updated_at > ${since(1)}::timestamptz)::int AS day,
      count(*) FILTER (WHERE updated_at > ${since(3)}::timestamptz)::int AS three, sum(amount_minor)::text AS minor, min(updated_at) AS oldest FROM refund
    WHERE institution_id = ${ctx.institutionId} AND status = ANY(${[...OPEN_STATES]}) GROUP BY status, currency ORDER BY currency`);
  return OPEN_STATES.map((status) => {
    const mine = rows.filter((row) => row.status === status);
    const total = (of: (row: (typeof mine)[number]) => number): number => mine.reduce((sum, row) => sum + of(row), 0);
    const oldest = mine.map((row) => row.oldest.toISOString()).sort()[0];
    return {
      status, count: total((row) => row.count), oldestAt: oldest ?? null,
      ages: { day: total((row) => row.day), three: total((row) => row.three - row.day), older: total((row) => row.count - row.three) },
      amounts: mine.map((row) => toWire(money(BigInt(row.minor), row.currency as Currency))),
    };
  });
}

export interface RefundLife {
  readonly refund: RefundView;
  readonly vouchers: readonly VoucherView[];
}

/** Null when this institution has no such refund. */
export async function refundLife(ctx: Ctx, id: string): Promise<RefundLife | null> {
  const refund = await getRefund(ctx, id);
  return refund && { refund, vouchers: await withTx(ctx, (tx) => vouchersOf(tx, [refund.id])) };
}
