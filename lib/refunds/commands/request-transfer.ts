/** The original way is closed: the money goes to a bank account instead, with a consent of its own that covers every digit of it. */
import { requestApproval } from '@/lib/approvals';
import { authorize, type AccessFailure } from '@/lib/identity';
import { money, toWire } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { RefundId } from '@/lib/kernel/ids';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { refundDeps, type RefundDeps } from '../deps';
import type { RefundFailure } from '../errors';
import { refundMachine, type RefundState } from '../machine';
import type { RequestTransferInput } from '../model';
import { checkAllowed, openRefund } from '../open-refund';
import { transferOperation } from '../operation';
import { hintOf, printOf, sealPayee } from '../payee';
import { lockTarget, type Target } from '../target';
import type { RequestedRefund } from './request-refund';

/** Refusals of the channel's policy that close the original way for good; too soon or not settled yet only asks for patience. */
const CLOSED = ['refunds.window-over', 'refunds.partial-not-allowed', 'refunds.count-used-up', 'refunds.same-day-full-only'];

export async function requestTransferRefund(ctx: Ctx, input: RequestTransferInput, deps: Pick<RefundDeps, 'gateway'> = refundDeps()): Promise<Result<RequestedRefund, RefundFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'refund.request');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<RequestedRefund, RefundFailure>> => {
    const target = await lockTarget(tx, ctx, input.paymentId, input.replaces ? ['succeeded', 'reversed'] : ['succeeded']);
    const before = await tx.refund.findFirst({ where: { institution_id: ctx.institutionId, idempotency_key: input.idempotencyKey } });
    if (before) return before.payment_id === input.paymentId && before.amount_minor === input.amountMinor
      ? ok({ refundId: before.id as RefundId, number: before.number, approvalId: before.approval_id ?? '', status: before.status as RefundState })
      : err('refunds.key-reused');
    if (!target.ok) return target;
    const way = await wayIsClosed(tx, ctx, target.value, input, deps);
    if (!way.ok) return way;
    const payee = input.payee;
    const capabilities = deps.gateway.capabilities(target.value.channel);
    const opened = await openRefund(tx, ctx, target.value, {
      ...input, note: input.note ?? null, replacesReturned: way.value.returned,
      transfer: { sealed: (id) => sealPayee(id, payee), hint: hintOf(payee), replaces: input.replaces ?? null },
    }, capabilities);
    if (!opened.ok) return opened;
    const { refundId, number, refundNo } = opened.value;
    const amount = toWire(money(input.amountMinor, target.value.currency));
    const operation = transferOperation({ refundId, paymentId: target.value.paymentId, refundNo, amount, payeeHint: hintOf(payee), payeePrint: printOf(payee) });
    const { approvalId } = await requestApproval(tx, ctx, operation);
    await tx.refund.update({ where: { id: refundId }, data: { approval_id: approvalId } });
    return ok({ refundId, number, approvalId, status: refundMachine.initial });
  });
}

/** Either the refund it replaces failed or came back, or the channel would not take one for this payment any more. */
async function wayIsClosed(tx: Tx, ctx: Ctx, target: Target, input: RequestTransferInput, deps: Pick<RefundDeps, 'gateway'>): Promise<Result<{ readonly returned: boolean }, RefundFailure>> {
  if (input.replaces) {
    const replaced = await tx.refund.findFirst({ where: { id: input.replaces, payment_id: target.paymentId } });
    if (!replaced || !['failed', 'returned'].includes(replaced.status)) return err('refunds.original-way-open');
    if (replaced.amount_minor !== input.amountMinor) return err('refunds.too-much', { leftMinor: replaced.amount_minor.toString() });
    const others = await tx.refund.count({ where: { replaces: input.replaces, status: { notIn: ['rejected', 'failed'] } } });
    return others > 0 ? err('refunds.already-replaced') : ok({ returned: replaced.status === 'returned' });
  }
  const allowed = await checkAllowed(tx, ctx, target, input.amountMinor, deps.gateway.capabilities(target.channel));
  if (allowed.ok) return err('refunds.original-way-open');
  return CLOSED.includes(allowed.error.code) && input.amountMinor <= target.leftMinor ? ok({ returned: false }) : allowed;
}
