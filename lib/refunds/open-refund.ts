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
import { BILLS_LEFT, itemsLeft, partsOfItems } from './items';
import type { ItemWish } from './model';
import { checkPolicy, splitOverBills, type RefundPolicy } from './rules';
import type { Target } from './target';

export interface Wish {
  readonly amountMinor: bigint;
  /** They add up to the amount. */
  readonly items?: readonly ItemWish[];
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
  const parts = await partsOf(tx, target, wish);
  if (!parts.ok) return parts;
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
  await writeBills(tx, ctx, parts.value, refundId, wish);
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

type Part = { readonly billId: BillId; readonly amountMinor: bigint };

/** From which bills: those of the items, else in proportion to what each got. Null: as the refund whose place it takes. */
async function partsOf(tx: Tx, target: Target, wish: Wish): Promise<Result<readonly Part[] | null, RefundFailure>> {
  if (wish.replacesReturned && wish.transfer?.replaces) return ok(null);
  if (wish.items && wish.items.length > 0) return partsOfItems(await itemsLeft(tx, target.paymentId, { lock: true }), wish.items, wish.amountMinor);
  // Whether so much is left of the payment is the next question; what is more than its bills have left falls on none of them.
  if (wish.amountMinor > target.leftMinor) return err('refunds.too-much', { leftMinor: target.leftMinor.toString() });
  const bills = await tx.$queryRaw<{ bill_id: string; left_minor: bigint }[]>(BILLS_LEFT(target.paymentId));
  const parts = splitOverBills(bills.map((b) => ({ billId: b.bill_id as BillId, leftMinor: b.left_minor })), wish.amountMinor, target.currency);
  return ok(parts.map((p) => ({ billId: p.bill.billId, amountMinor: p.amountMinor })));
}

async function writeBills(tx: Tx, ctx: Ctx, parts: readonly Part[] | null, refundId: string, wish: Wish): Promise<void> {
  if (parts === null) {
    await tx.$executeRaw`INSERT INTO refund_bill (refund_id, bill_id, institution_id, amount_minor)
      SELECT ${refundId}, bill_id, institution_id, amount_minor FROM refund_bill WHERE refund_id = ${wish.transfer?.replaces ?? ''}`;
    return;
  }
  const key = { refund_id: refundId, institution_id: ctx.institutionId };
  await tx.refund_bill.createMany({ data: parts.map((p) => ({ ...key, bill_id: p.billId, amount_minor: p.amountMinor })) });
  if (wish.items) await tx.refund_item.createMany({ data: wish.items.map((i) => ({ ...key, bill_id: i.billId, item_code: i.item, amount_minor: i.amountMinor })) });
}
