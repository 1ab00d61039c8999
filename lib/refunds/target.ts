/** The payment a refund is asked for, locked, with what of it may still go back: added up from the books and held against the payment's own figures. */
import type { ChannelCode } from '@/lib/channels';
import type { AttemptId, PaymentId } from '@/lib/kernel/ids';
import type { Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import type { RefundFailure } from './errors';

export interface Target {
  readonly paymentId: PaymentId;
  readonly attemptId: AttemptId;
  readonly channel: ChannelCode;
  readonly currency: Currency;
  readonly paidMinor: bigint;
  readonly leftMinor: bigint;
  readonly paidAt: Date;
  readonly settled: boolean;
  readonly orderNo: string;
}

interface PaymentRow { id: string; payer_id: string; status: string; currency: string; captured: bigint; left_minor: bigint; idempotency_key: string }

export async function lockTarget(tx: Tx, ctx: Ctx, paymentId: string, open: readonly string[] = ['succeeded']): Promise<Result<Target, RefundFailure>> {
  const onlyPayer = ctx.actor.kind === 'payer' ? ctx.actor.payerId : null;
  const [payment] = await tx.$queryRaw<PaymentRow[]>`
    SELECT id, payer_id, status, currency, captured_minor AS captured, captured_minor - refunded_minor - refund_pending_minor AS left_minor, idempotency_key
    FROM payment WHERE id = ${paymentId} FOR UPDATE`;
  if (!payment || (onlyPayer && payment.payer_id !== onlyPayer)) return err('refunds.payment-not-found');
  if (!open.includes(payment.status)) return err('refunds.not-refundable', { status: payment.status });
  const attempt = await tx.payment_attempt.findFirst({ where: { payment_id: paymentId, status: 'succeeded' } });
  if (!attempt?.paid_at) return err('refunds.not-refundable', { status: payment.status });
  const booked = await leftByLedger(tx, payment);
  if (booked !== payment.left_minor) {
    ctx.log.error('refunds.books-disagree', { payment: payment.id, books: booked.toString(), payment_row: payment.left_minor.toString() });
    return err('refunds.books-disagree');
  }
  return ok({
    paymentId: payment.id as PaymentId, attemptId: attempt.id as AttemptId, channel: attempt.channel as ChannelCode, currency: payment.currency as Currency,
    paidMinor: payment.captured, leftMinor: payment.left_minor, paidAt: attempt.paid_at, settled: attempt.settle_date !== null, orderNo: attempt.order_no,
  });
}

/**
 * What came in for the payment, less what the books owe or gave back for its refunds, less what is asked for and not decided. A refund that takes the
 * place of one that came back moves nothing new: what it pays was taken from the payment before.
 */
async function leftByLedger(tx: Tx, payment: PaymentRow): Promise<bigint> {
  const held = /^suspense:(.+)$/.exec(payment.idempotency_key)?.[1] ?? '';
  const [row] = await tx.$queryRaw<{ left_minor: bigint }[]>`
    SELECT (
      (SELECT coalesce(-sum(p.amount_minor), 0) FROM journal_entry e JOIN ledger_posting p ON p.entry_id = e.id
        WHERE e.subject_id IN (${payment.id}, ${held}) AND e.kind IN ('payment-succeeded', 'suspense-credited') AND p.account_code = '1122')
      - (SELECT coalesce(sum(p.amount_minor), 0) FROM refund r JOIN journal_entry e ON e.subject_id = r.id AND e.institution_id = r.institution_id
        JOIN ledger_posting p ON p.entry_id = e.id WHERE r.payment_id = ${payment.id} AND p.account_code = '6001.refund')
      - (SELECT coalesce(sum(r.amount_minor), 0) FROM refund r LEFT JOIN refund o ON o.id = r.replaces
        WHERE r.payment_id = ${payment.id} AND r.status = 'requested' AND o.status IS DISTINCT FROM 'returned'))::bigint AS left_minor`;
  return row!.left_minor;
}
