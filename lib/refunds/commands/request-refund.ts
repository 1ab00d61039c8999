/** Somebody wants money back for a payment: checked against the ledger's and the channel's limits under lock, then put before other people. */
import { requestApproval } from '@/lib/approvals';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { RefundId } from '@/lib/kernel/ids';
import { money, toWire } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { refundDeps, type RefundDeps } from '../deps';
import type { RefundFailure } from '../errors';
import { signedItems } from '../items';
import { refundMachine, type RefundState } from '../machine';
import type { ItemWish, RequestRefundInput } from '../model';
import { checkAllowed, openRefund } from '../open-refund';
import { refundOperation } from '../operation';
import { lockTarget } from '../target';

export interface RequestedRefund {
  readonly refundId: RefundId;
  readonly number: string;
  readonly approvalId: string;
  readonly status: RefundState;
}

/**
 * The same key answers the same refund; with another payment or amount it is `refunds.key-reused`. A payer may ask only for payments of their own.
 * By items, the amount is theirs together, and each goes back once at most. The amount is promised at once, so that whatever happens beside it no more than what was captured can go back.
 */
export async function requestRefund(ctx: Ctx, input: RequestRefundInput, deps: Pick<RefundDeps, 'gateway'> = refundDeps()): Promise<Result<RequestedRefund, RefundFailure | AccessFailure>> {
  if (ctx.actor.kind !== 'payer') {
    const allowed = authorize(ctx, 'refund.request');
    if (!allowed.ok) return allowed;
  }
  return withTx(ctx, async (tx): Promise<Result<RequestedRefund, RefundFailure>> => {
    // The payment's lock comes first: two requests with one key meet here, and the second finds the first's refund.
    const target = await lockTarget(tx, ctx, input.paymentId);
    const before = await tx.refund.findFirst({ where: { institution_id: ctx.institutionId, idempotency_key: input.idempotencyKey } });
    if (before) return before.payment_id === input.paymentId && before.amount_minor === input.amountMinor && (await sameItems(tx, before.id, input.items ?? []))
      ? ok({ refundId: before.id as RefundId, number: before.number, approvalId: before.approval_id ?? '', status: before.status as RefundState })
      : err('refunds.key-reused');
    if (!target.ok) return target;
    const capabilities = deps.gateway.capabilities(target.value.channel);
    const allowed = await checkAllowed(tx, ctx, target.value, input.amountMinor, capabilities);
    if (!allowed.ok) return allowed;
    const opened = await openRefund(tx, ctx, target.value, { ...input, note: input.note ?? null }, capabilities);
    if (!opened.ok) return opened;
    const { refundId, number, refundNo } = opened.value;
    const { paymentId, channel, orderNo, currency } = target.value;
    const operation = refundOperation({ refundId, paymentId, channel, orderNo, refundNo, amount: toWire(money(input.amountMinor, currency)), items: await signedItems(tx, refundId, currency) });
    const { approvalId } = await requestApproval(tx, ctx, operation);
    await tx.refund.update({ where: { id: refundId }, data: { approval_id: approvalId } });
    return ok({ refundId, number, approvalId, status: refundMachine.initial });
  });
}

async function sameItems(tx: Tx, refundId: string, items: readonly ItemWish[]): Promise<boolean> {
  const before = await tx.refund_item.findMany({ where: { refund_id: refundId } });
  return before.length === items.length && items.every((i) => before.some((b) => b.bill_id === i.billId && b.item_code === i.item && b.amount_minor === i.amountMinor));
}
