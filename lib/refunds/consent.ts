/** Whether exactly this refund, as its rows say it now, was consented to: alone, as a transfer, or as a part of a batch. */
import { hasConsent } from '@/lib/approvals';
import { toWire } from '@/lib/kernel/money';
import type { Currency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import { batchOperation, refundOperation, transferOperation } from './operation';
import { signedItems } from './items';
import { hintOf, openPayee, printOf } from './payee';
import type { LockedRefund } from './row';

export async function consentFor(tx: Tx, ctx: Ctx, refund: LockedRefund): Promise<boolean> {
  const { id: refundId, paymentId, refundNo } = refund;
  const amount = toWire(refund.order.amount);
  if (refund.batchId !== null) return batchConsent(tx, ctx, refund.batchId);
  if (refund.route === 'original') {
    return hasConsent(tx, ctx, refund.approvalId ?? '', refundOperation({ refundId, paymentId, channel: refund.channel, orderNo: refund.order.orderNo, refundNo, amount, items: await signedItems(tx, refundId, refund.currency) }));
  }
  const { payee_sealed } = await tx.refund.findUniqueOrThrow({ where: { id: refundId }, select: { payee_sealed: true } });
  if (!payee_sealed) return false;
  const payee = openPayee(refundId, payee_sealed);
  return hasConsent(tx, ctx, refund.approvalId ?? '', transferOperation({ refundId, paymentId, refundNo, amount, payeeHint: hintOf(payee), payeePrint: printOf(payee) }));
}

async function batchConsent(tx: Tx, ctx: Ctx, batchId: string): Promise<boolean> {
  const batch = await tx.refund_batch.findFirst({ where: { id: batchId, institution_id: ctx.institutionId } });
  if (!batch) return false;
  const parts = await tx.refund.findMany({ where: { batch_id: batchId }, select: { id: true, payment_id: true, refund_no: true, amount_minor: true } });
  const operation = batchOperation(batchId, batch.title, batch.currency as Currency,
    parts.map((p) => ({ refundId: p.id, paymentId: p.payment_id, refundNo: p.refund_no, amountMinor: p.amount_minor })));
  return hasConsent(tx, ctx, batch.approval_id ?? '', operation);
}
