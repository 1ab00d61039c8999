/** Somebody wants money back for a payment: checked against the ledger's and the channel's limits under lock, then put before other people. */
import { requestApproval } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { AttemptId, BillId, PaymentId, RefundId } from '@/lib/kernel/ids';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { instantOfDate, toDate } from '@/lib/kernel/time';
import { holdRefund, newOrderNo } from '@/lib/payments';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { nextNumbers } from '@/lib/platform/counter';
import { emit } from '@/lib/platform/outbox';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { ChannelCode } from '@/lib/channels';
import { refundDeps, type RefundDeps } from '../deps';
import type { RefundFailure } from '../errors';
import { refundMachine, type RefundState } from '../machine';
import type { RequestRefundInput } from '../model';
import { refundOperation } from '../operation';
import { checkPolicy, splitOverBills } from '../rules';

export interface RequestedRefund {
  readonly refundId: RefundId;
  readonly number: string;
  readonly approvalId: string;
  readonly status: RefundState;
}

interface Target {
  readonly paymentId: PaymentId; readonly attemptId: AttemptId; readonly channel: ChannelCode; readonly currency: Currency; readonly paidMinor: bigint;
  readonly leftMinor: bigint; readonly paidAt: Date; readonly orderNo: string;
}

/**
 * The same key answers the same refund; with another payment or amount it is `refunds.key-reused`. A payer may ask only for payments of their own.
 * The amount is promised at once, so that whatever happens beside it no more than what was captured can go back.
 */
export async function requestRefund(ctx: Ctx, input: RequestRefundInput, deps: Pick<RefundDeps, 'gateway'> = refundDeps()): Promise<Result<RequestedRefund, RefundFailure | AccessFailure>> {
  if (ctx.actor.kind !== 'payer') {
    const allowed = authorize(ctx, 'refund.request');
    if (!allowed.ok) return allowed;
  }
  return withTx(ctx, async (tx): Promise<Result<RequestedRefund, RefundFailure>> => {
    // The payment's lock comes first: two requests with one key meet here, and the second finds the first's refund.
    const target = await lockTarget(tx, ctx, input.paymentId);
    const before = await tx.refund.findFirst({ where: { idempotency_key: input.idempotencyKey } });
    if (before) return before.payment_id === input.paymentId && before.amount_minor === input.amountMinor
      ? ok({ refundId: before.id as RefundId, number: before.number, approvalId: before.approval_id ?? '', status: before.status as RefundState })
      : err('refunds.key-reused');
    if (!target.ok) return target;
    const allowed = await checkAllowed(tx, ctx, target.value, input, deps);
    if (!allowed.ok) return allowed;
    const held = await holdRefund(tx, ctx, { paymentId: target.value.paymentId, amountMinor: input.amountMinor });
    if (!held.ok) return err('refunds.too-much', { leftMinor: target.value.leftMinor.toString() });
    return ok(await write(tx, ctx, target.value, input, deps));
  });
}

async function lockTarget(tx: Tx, ctx: Ctx, paymentId: string): Promise<Result<Target, RefundFailure>> {
  const onlyPayer = ctx.actor.kind === 'payer' ? ctx.actor.payerId : null;
  const [payment] = await tx.$queryRaw<{ id: string; payer_id: string; status: string; currency: string; captured: bigint; left_minor: bigint }[]>`
    SELECT id, payer_id, status, currency, captured_minor AS captured, captured_minor - refunded_minor - refund_pending_minor AS left_minor
    FROM payment WHERE id = ${paymentId} FOR UPDATE`;
  if (!payment || (onlyPayer && payment.payer_id !== onlyPayer)) return err('refunds.payment-not-found');
  if (payment.status !== 'succeeded') return err('refunds.not-refundable', { status: payment.status });
  const attempt = await tx.payment_attempt.findFirst({ where: { payment_id: paymentId, status: 'succeeded' } });
  if (!attempt?.paid_at) return err('refunds.not-refundable', { status: payment.status });
  return ok({
    paymentId: payment.id as PaymentId, attemptId: attempt.id as AttemptId, channel: attempt.channel as ChannelCode, currency: payment.currency as Currency,
    paidMinor: payment.captured, leftMinor: payment.left_minor, paidAt: attempt.paid_at, orderNo: attempt.order_no,
  });
}

async function checkAllowed(tx: Tx, ctx: Ctx, target: Target, input: RequestRefundInput, deps: Pick<RefundDeps, 'gateway'>): Promise<Result<true, RefundFailure>> {
  const earlier = await tx.refund.findMany({ where: { attempt_id: target.attemptId }, select: { status: true, requested_at: true } });
  return checkPolicy(deps.gateway.capabilities(target.channel).refund, {
    amountMinor: input.amountMinor, paidMinor: target.paidMinor, leftMinor: target.leftMinor, paidAt: instantOfDate(target.paidAt), now: ctx.clock.now(),
    earlier: earlier.map((e) => ({ status: e.status as RefundState, requestedAt: instantOfDate(e.requested_at) })),
  });
}

async function write(tx: Tx, ctx: Ctx, target: Target, input: RequestRefundInput, deps: Pick<RefundDeps, 'gateway'>): Promise<RequestedRefund> {
  const now = toDate(ctx.clock.now());
  const refundId = newId('refund', ctx);
  const number = `RF${String(await nextNumbers(tx, ctx, 'refund', 1)).padStart(8, '0')}`;
  const refundNo = newOrderNo(deps.gateway.capabilities(target.channel), ctx.clock.now(), { newId: (kind) => newId(kind, ctx) });
  const operation = refundOperation({ refundId, paymentId: target.paymentId, channel: target.channel, orderNo: target.orderNo, refundNo, amount: toWire(money(input.amountMinor, target.currency)) });
  const { approvalId } = await requestApproval(tx, ctx, operation);
  await tx.refund.create({
    data: {
      id: refundId, institution_id: ctx.institutionId, number, payment_id: target.paymentId, attempt_id: target.attemptId, channel: target.channel, refund_no: refundNo,
      amount_minor: input.amountMinor, currency: target.currency, status: refundMachine.initial, reason: input.reason, note: input.note ?? null, requested_kind: ctx.actor.kind,
      requested_by: actorName(ctx.actor), requested_at: now, approval_id: approvalId, idempotency_key: input.idempotencyKey, updated_at: now,
    },
  });
  const bills = await tx.$queryRaw<{ bill_id: string; left_minor: bigint }[]>`
    SELECT a.bill_id, (sum(a.amount_minor) - coalesce((SELECT sum(rb.amount_minor) FROM refund_bill rb JOIN refund r ON r.id = rb.refund_id
      WHERE rb.bill_id = a.bill_id AND r.payment_id = ${target.paymentId} AND r.status IN ('requested', 'approved', 'executing', 'unknown')), 0))::bigint AS left_minor
    FROM bill_allocation a WHERE a.payment_id = ${target.paymentId} GROUP BY a.bill_id ORDER BY a.bill_id`;
  const parts = splitOverBills(bills.map((b) => ({ billId: b.bill_id as BillId, leftMinor: b.left_minor })), input.amountMinor, target.currency);
  await tx.refund_bill.createMany({
    data: parts.map((p) => ({ refund_id: refundId, bill_id: p.bill.billId, institution_id: ctx.institutionId, amount_minor: p.amountMinor })),
  });
  await audit(tx, ctx, {
    action: 'refund.request', subjectKind: 'refund', subjectId: refundId, outcome: 'done',
    after: { number, paymentId: target.paymentId, amountMinor: input.amountMinor.toString(), currency: target.currency },
  });
  await emit(tx, ctx, [{ type: 'refund.requested', subjectId: refundId, payload: { paymentId: target.paymentId, amountMinor: input.amountMinor.toString() } }]);
  return { refundId, number, approvalId, status: refundMachine.initial };
}
