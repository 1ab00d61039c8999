/** Writes one wish for money back: promise on the payment, refund, its bills. Consent is asked for by whoever calls. */
import type { Capabilities } from '@/lib/channels';
import type { BillId, RefundId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { instantOfDate, toDate, zoned } from '@/lib/kernel/time';
import { holdRefund, newOrderNo } from '@/lib/payments';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { nextNumbers } from '@/lib/platform/counter';
import { emit } from '@/lib/platform/outbox';
import type { Tx } from '@/lib/platform/tx';
import { audit } from '@/lib/audit';
import type { RefundFailure } from './errors';
import { refundMachine, type RefundState } from './machine';
import { policyOf } from './policy';
import { checkPolicy, splitOverBills, type RefundPolicy } from './rules';
import type { Target } from './target';

export interface Wish {
  readonly amountMinor: bigint;
  readonly reason: string;
  readonly note: string | null;
  readonly idempotencyKey: string;
  readonly batchId?: string;
  readonly transfer?: { readonly sealed: (refundId: string) => Uint8Array<ArrayBuffer>; readonly hint: string; readonly replaces: string | null };
  /** It takes the place of one that came back: the money left the payment then, nothing is promised again. */
  readonly replacesReturned?: boolean;
}

export interface Opened {
  readonly refundId: RefundId;
  readonly number: string;
  readonly refundNo: string;
}

/** Whether the channel would take it, by its rules and the institution's contract. */
export async function checkAllowed(tx: Tx, ctx: Ctx, target: Target, amountMinor: bigint, capabilities: Capabilities): Promise<Result<RefundPolicy, RefundFailure>> {
  const policy = await policyOf(tx, ctx, target.channel, capabilities.refund);
  const earlier = await tx.refund.findMany({ where: { attempt_id: target.attemptId, route: 'original' }, select: { status: true, requested_at: true } });
  const { time_zone } = await tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId } });
  const day = (at: Parameters<typeof zoned>[0]) => zoned(at, time_zone).date;
  const allowed = checkPolicy(policy, {
    amountMinor, paidMinor: target.paidMinor, leftMinor: target.leftMinor, paidAt: instantOfDate(target.paidAt), now: ctx.clock.now(), settled: target.settled,
    sameDay: day(instantOfDate(target.paidAt)) === day(ctx.clock.now()),
    earlier: earlier.map((e) => ({ status: e.status as RefundState, requestedAt: instantOfDate(e.requested_at) })),
  });
  return allowed.ok ? ok(policy) : allowed;
}

export async function openRefund(tx: Tx, ctx: Ctx, target: Target, wish: Wish, capabilities: Capabilities): Promise<Result<Opened, RefundFailure>> {
  if (!wish.replacesReturned) {
    const held = await holdRefund(tx, ctx, { paymentId: target.paymentId, amountMinor: wish.amountMinor });
    if (!held.ok) return err('refunds.too-much', { leftMinor: target.leftMinor.toString() });
  }
  const now = toDate(ctx.clock.now());
  const refundId = newId('refund', ctx);
  const number = `RF${String(await nextNumbers(tx, ctx, 'refund', 1)).padStart(8, '0')}`;
  const refundNo = newOrderNo(capabilities, ctx.clock.now(), { newId: (kind) => newId(kind, ctx) });
  await tx.refund.create({
    data: {
      id: refundId, institution_id: ctx.institutionId, number, payment_id: target.paymentId, attempt_id: target.attemptId, channel: target.channel, refund_no: refundNo,
      amount_minor: wish.amountMinor, currency: target.currency, status: refundMachine.initial, reason: wish.reason, note: wish.note, requested_kind: ctx.actor.kind,
      requested_by: actorName(ctx.actor), requested_at: now, idempotency_key: wish.idempotencyKey, updated_at: now, ...(wish.batchId && { batch_id: wish.batchId }),
      ...(wish.transfer && { route: 'transfer', payee_sealed: wish.transfer.sealed(refundId), payee_hint: wish.transfer.hint, replaces: wish.transfer.replaces }),
    },
  });
  await writeBills(tx, ctx, target, refundId, wish);
  await audit(tx, ctx, {
    action: wish.transfer ? 'refund.request-transfer' : 'refund.request', subjectKind: 'refund', subjectId: refundId, outcome: 'done',
    after: {
      number, paymentId: target.paymentId, amountMinor: wish.amountMinor.toString(), currency: target.currency, ...(wish.batchId && { batch: wish.batchId }),
      ...(wish.transfer?.replaces && { replaces: wish.transfer.replaces }),
    },
  });
  await emit(tx, ctx, [{ type: 'refund.requested', subjectId: refundId, payload: { paymentId: target.paymentId, amountMinor: wish.amountMinor.toString() } }]);
  return ok({ refundId, number, refundNo });
}

async function writeBills(tx: Tx, ctx: Ctx, target: Target, refundId: string, wish: Wish): Promise<void> {
  const replaced = wish.replacesReturned ? wish.transfer?.replaces : null;
  if (replaced) {
    await tx.$executeRaw`INSERT INTO refund_bill (refund_id, bill_id, institution_id, amount_minor)
      SELECT ${refundId}, bill_id, institution_id, amount_minor FROM refund_bill WHERE refund_id = ${replaced}`;
    return;
  }
  const bills = await tx.$queryRaw<{ bill_id: string; left_minor: bigint }[]>`
    SELECT a.bill_id, (sum(a.amount_minor) - coalesce((SELECT sum(rb.amount_minor) FROM refund_bill rb JOIN refund r ON r.id = rb.refund_id
      LEFT JOIN refund o ON o.id = r.replaces
      WHERE rb.bill_id = a.bill_id AND r.payment_id = ${target.paymentId} AND r.status IN ('requested', 'approved', 'executing', 'unknown')
        AND o.status IS DISTINCT FROM 'returned'), 0))::bigint AS left_minor
    FROM bill_allocation a WHERE a.payment_id = ${target.paymentId} GROUP BY a.bill_id ORDER BY a.bill_id`;
  const parts = splitOverBills(bills.map((b) => ({ billId: b.bill_id as BillId, leftMinor: b.left_minor })), wish.amountMinor, target.currency);
  await tx.refund_bill.createMany({
    data: parts.map((p) => ({ refund_id: refundId, bill_id: p.bill.billId, institution_id: ctx.institutionId, amount_minor: p.amountMinor })),
  });
}
