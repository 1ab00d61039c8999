/**
 * What refunds may change on a payment: how much is on its way back and how much went. One conditional statement each, so that whatever the
 * concurrency no more than what was captured can be promised. For the refunds module, inside its own transaction.
 */
import type { PaymentId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { assert } from '@/lib/kernel/assert';
import { toIso, type Instant } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { Scope, Tx } from '@/lib/platform/tx';
import type { PaymentFailure } from './errors';
import type { InquiryKind } from './rows';

/** Promises `amountMinor` of a succeeded payment. Refused with `payments.refund-too-much` {leftMinor}, `payments.not-open` or `payments.not-found`. */
export async function holdRefund(
  tx: Tx,
  ctx: Ctx,
  input: { readonly paymentId: PaymentId; readonly amountMinor: bigint },
): Promise<Result<{ readonly leftMinor: bigint }, PaymentFailure>> {
  assert(input.amountMinor > 0n, 'a refund is positive');
  const rows = await tx.$queryRaw<{ left_minor: bigint }[]>`
    UPDATE payment SET refund_pending_minor = refund_pending_minor + ${input.amountMinor}, updated_at = ${toIso(ctx.clock.now())}::timestamptz
    WHERE id = ${input.paymentId} AND status = 'succeeded' AND refunded_minor + refund_pending_minor + ${input.amountMinor} <= captured_minor
    RETURNING captured_minor - refunded_minor - refund_pending_minor AS left_minor`;
  if (rows[0]) return ok({ leftMinor: rows[0].left_minor });
  const [now] = await tx.$queryRaw<{ status: string; left_minor: bigint }[]>`
    SELECT status, captured_minor - refunded_minor - refund_pending_minor AS left_minor FROM payment WHERE id = ${input.paymentId}`;
  if (!now) return err('payments.not-found');
  return now.status === 'succeeded' || now.status === 'reversed'
    ? err('payments.refund-too-much', { leftMinor: now.left_minor.toString() })
    : err('payments.not-open', { status: now.status });
}

/** Ends a promise: the money went back (`succeeded`), or it stays. A payment that went back whole is `reversed`. */
export async function finishRefund(
  tx: Tx,
  ctx: Ctx,
  input: { readonly paymentId: PaymentId; readonly amountMinor: bigint; readonly succeeded: boolean; readonly evidence: string },
): Promise<void> {
  const at = toIso(ctx.clock.now());
  const [row] = await tx.$queryRaw<{ whole: boolean }[]>`
    UPDATE payment SET refund_pending_minor = refund_pending_minor - ${input.amountMinor}, updated_at = ${at}::timestamptz,
      refunded_minor = refunded_minor + CASE WHEN ${input.succeeded} THEN ${input.amountMinor}::bigint ELSE 0 END
    WHERE id = ${input.paymentId} AND refund_pending_minor >= ${input.amountMinor}
    RETURNING refunded_minor = captured_minor AND status = 'succeeded' AS whole`;
  assert(row, 'a refund ends that was never promised');
  if (!row.whole) return;
  await tx.$executeRaw`UPDATE payment SET status = 'reversed' WHERE id = ${input.paymentId}`;
  await tx.$executeRaw`INSERT INTO payment_transition (institution_id, payment_id, from_state, event, to_state, at, actor, evidence)
    VALUES (${ctx.institutionId}, ${input.paymentId}, 'succeeded', 'reverse', 'reversed', ${at}::timestamptz, ${actorName(ctx.actor)}, ${input.evidence})`;
}

/** Plans (or moves) the next inquiry about a subject, in the caller's transaction; leased through `MoneyStore.leaseInquiries`. */
export async function planInquiry(
  tx: Tx,
  scope: Scope,
  input: { readonly subjectId: string; readonly kind: InquiryKind; readonly dueAt: Instant; readonly tries: number },
): Promise<void> {
  await tx.$executeRaw`INSERT INTO inquiry_due (subject_id, kind, institution_id, due_at, tries, leased_until)
    VALUES (${input.subjectId}, ${input.kind}, ${scope.institutionId}, ${toIso(input.dueAt)}::timestamptz, ${input.tries}, NULL)
    ON CONFLICT (subject_id) DO UPDATE SET due_at = excluded.due_at, tries = excluded.tries, leased_until = NULL`;
}

/** Its end is known: nobody is asked any more. */
export async function endInquiry(tx: Tx, scope: Scope, subjectId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM inquiry_due WHERE subject_id = ${subjectId} AND institution_id = ${scope.institutionId}`;
}
