/** A refund as rules and commands see it, locked, with the order it goes back on. */
import type { ChannelCode, RefundOrder } from '@/lib/channels';
import type { AttemptId, BillId, ChannelAccountId, PaymentId, RefundId } from '@/lib/kernel/ids';
import { money, type Currency } from '@/lib/kernel/money';
import { step } from '@/lib/kernel/machine';
import { must } from '@/lib/kernel/result';
import { instantOfDate, toDate, type Instant } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import { refundMachine, type RefundEvent, type RefundState } from './machine';

export interface LockedRefund {
  readonly id: RefundId;
  readonly number: string;
  readonly paymentId: PaymentId;
  readonly attemptId: AttemptId;
  readonly accountId: ChannelAccountId;
  readonly channel: ChannelCode;
  readonly refundNo: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly status: RefundState;
  readonly approvalId: string | null;
  readonly route: 'original' | 'transfer';
  readonly batchId: string | null;
  readonly payeeHint: string | null;
  readonly requestedBy: string;
  /** It takes the place of one that came back: nothing is promised, booked as owed or taken from bills again. */
  readonly replacesReturned: boolean;
  readonly executedAt: Instant | null;
  readonly parts: readonly { readonly billId: BillId; readonly amountMinor: bigint }[];
  /** What the bank is told; the same every time it is told. */
  readonly order: RefundOrder;
}

interface Row {
  id: string; number: string; payment_id: string; attempt_id: string; account_id: string; channel: string; refund_no: string; amount_minor: bigint; currency: string;
  status: string; reason: string; approval_id: string | null; executed_at: Date | null; requested_at: Date; order_no: string; channel_trade_no: string | null;
  route: string; batch_id: string | null; payee_hint: string | null; requested_by: string; replaces_returned: boolean; attempt_minor: bigint; attempt_created_at: Date; refunded_before: bigint; parts: { bill: string; minor: string }[];
}

/** By id, or by the number the bank knows it by. Null when this institution has none. */
export async function lockRefund(tx: Tx, by: { readonly id: string } | { readonly channel: string; readonly refundNo: string }): Promise<LockedRefund | null> {
  const found = 'id' in by
    ? await tx.$queryRaw<{ id: string }[]>`SELECT id FROM refund WHERE id = ${by.id} FOR UPDATE`
    : await tx.$queryRaw<{ id: string }[]>`SELECT id FROM refund WHERE channel = ${by.channel} AND refund_no = ${by.refundNo} FOR UPDATE`;
  if (!found[0]) return null;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT r.id, r.number, r.payment_id, r.attempt_id, a.account_id, r.channel, r.refund_no, r.amount_minor, r.currency, r.status, r.reason, r.approval_id,
      r.route, r.batch_id, r.payee_hint, r.requested_by, EXISTS (SELECT FROM refund o WHERE o.id = r.replaces AND o.status = 'returned') AS replaces_returned,
      r.executed_at, r.requested_at, a.order_no, a.channel_trade_no, a.amount_minor AS attempt_minor, a.created_at AS attempt_created_at,
      (SELECT coalesce(sum(o.amount_minor), 0)::bigint FROM refund o
        WHERE o.attempt_id = r.attempt_id AND o.status = 'succeeded' AND o.id <> r.id) AS refunded_before,
      (SELECT jsonb_agg(jsonb_build_object('bill', b.bill_id, 'minor', b.amount_minor::text) ORDER BY b.bill_id) FROM refund_bill b WHERE b.refund_id = r.id) AS parts
    FROM refund r JOIN payment_attempt a ON a.id = r.attempt_id WHERE r.id = ${found[0].id}`;
  return rows[0] ? toLocked(rows[0]) : null;
}

function toLocked(row: Row): LockedRefund {
  const currency = row.currency as Currency;
  return {
    id: row.id as RefundId, number: row.number, paymentId: row.payment_id as PaymentId, attemptId: row.attempt_id as AttemptId,
    accountId: row.account_id as ChannelAccountId, channel: row.channel as ChannelCode, refundNo: row.refund_no, amountMinor: row.amount_minor, currency,
    status: row.status as RefundState, approvalId: row.approval_id, route: row.route as LockedRefund['route'], batchId: row.batch_id, payeeHint: row.payee_hint, requestedBy: row.requested_by,
    replacesReturned: row.replaces_returned, executedAt: row.executed_at && instantOfDate(row.executed_at),
    parts: row.parts.map((p) => ({ billId: p.bill as BillId, amountMinor: BigInt(p.minor) })),
    order: {
      refundNo: row.refund_no, orderNo: row.order_no, channelTradeNo: row.channel_trade_no ?? '', paidAmount: money(row.attempt_minor, currency),
      amount: money(row.amount_minor, currency), refundedBefore: money(row.refunded_before, currency),
      orderCreatedAt: instantOfDate(row.attempt_created_at), requestedAt: instantOfDate(row.requested_at), reason: row.reason,
    },
  };
}

export interface RefundChange {
  readonly code?: string | null;
  readonly cause?: string | null;
  readonly channelRefundNo?: string | null;
  readonly evidence?: string;
}

/** Steps the machine, notes the transition, keeps what the bank said. Answers the new state. */
export async function moveRefund(tx: Tx, ctx: Ctx, refund: LockedRefund, event: RefundEvent, change: RefundChange = {}): Promise<RefundState> {
  const to = must(step(refundMachine, refund.status, event));
  const at = toDate(ctx.clock.now());
  await tx.refund.update({
    where: { id: refund.id },
    data: {
      status: to, updated_at: at, ...(change.code !== undefined && { last_code: change.code }), ...(change.cause !== undefined && { cause: change.cause }),
      ...(change.channelRefundNo && { channel_refund_no: change.channelRefundNo }),
      ...(event === 'approve' && { approved_at: at }), ...(event === 'send' && { executed_at: at }), ...(event === 'succeed' && { succeeded_at: at }),
    },
  });
  await tx.refund_transition.create({
    data: { institution_id: ctx.institutionId, refund_id: refund.id, from_state: refund.status, event, to_state: to, at, actor: actorName(ctx.actor), evidence: change.evidence ?? null },
  });
  return to;
}
