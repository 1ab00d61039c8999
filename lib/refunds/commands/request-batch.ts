/** Many refunds at once, for a cancelled event: all of them or none, one consent over every part, then each goes back by its own way. */
import { requestApproval } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { toDecimal, money } from '@/lib/kernel/money';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import { refundDeps, type RefundDeps } from '../deps';
import type { RefundFailure } from '../errors';
import type { RequestBatchInput } from '../model';
import { checkAllowed, openRefund } from '../open-refund';
import { batchOperation, type BatchPart } from '../operation';
import { lockTarget } from '../target';

export interface RequestedBatch {
  readonly batchId: string;
  readonly approvalId: string;
  readonly count: number;
  readonly totalMinor: string;
}

/** `refunds.batch-refused` names the first payment that cannot go back and why; nothing is written then. */
export async function requestRefundBatch(ctx: Ctx, input: RequestBatchInput, deps: Pick<RefundDeps, 'gateway'> = refundDeps()): Promise<Result<RequestedBatch, RefundFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'refund.request');
  if (!allowed.ok) return allowed;
  // By id, so that two batches over the same payments wait for each other instead of deadlocking.
  const items = [...new Map(input.items.map((item) => [item.paymentId, item])).values()].sort((a, b) => (a.paymentId < b.paymentId ? -1 : 1));
  return withTx(ctx, async (tx): Promise<Result<RequestedBatch, RefundFailure>> => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`refund-batch:${ctx.institutionId}:${input.idempotencyKey}`}, 0)) IS NULL AS locked`;
    const before = await tx.refund_batch.findFirst({ where: { institution_id: ctx.institutionId, idempotency_key: input.idempotencyKey } });
    if (before) return await sameParts(tx, before, input, items)
      ? ok({ batchId: before.id, approvalId: before.approval_id ?? '', count: before.count, totalMinor: before.total_minor.toString() }) : err('refunds.key-reused');
    const batchId = newId('refundExecution', ctx);
    const parts: BatchPart[] = [];
    for (const [index, item] of items.entries()) {
      const part = await openPart(tx, ctx, input, item, batchId, index, deps);
      if (!part.ok) return err('refunds.batch-refused', { payment: item.paymentId, why: part.error.code, number: index + 1 });
      parts.push(part.value);
    }
    return ok(await writeBatch(tx, ctx, input, batchId, parts));
  }, { timeoutMs: 60_000 });
}

/** The same key with another title, payment or amount is another wish, not the same one again. */
async function sameParts(tx: Tx, before: { readonly id: string; readonly title: string }, input: RequestBatchInput, items: RequestBatchInput['items']): Promise<boolean> {
  const parts = await tx.refund.findMany({ where: { batch_id: before.id }, select: { payment_id: true, amount_minor: true } });
  return before.title === input.title && parts.length === items.length
    && items.every((item) => parts.some((part) => part.payment_id === item.paymentId && (item.amountMinor === undefined || item.amountMinor === part.amount_minor)));
}

/** The same with payments named by their numbers, as they stand on lists and receipts. An unknown one refuses all. */
export async function requestBatchByNumbers(
  ctx: Ctx, input: { readonly title: string; readonly reason: RequestBatchInput['reason']; readonly idempotencyKey: string; readonly numbers: readonly string[] },
): Promise<Result<RequestedBatch, RefundFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'refund.request');
  if (!allowed.ok) return allowed;
  const { title, reason, idempotencyKey } = input;
  const found = await withTx(ctx, (tx) => tx.payment.findMany({ where: { institution_id: ctx.institutionId, number: { in: [...input.numbers] } }, select: { id: true, number: true } }));
  const missing = input.numbers.findIndex((number) => !found.some((p) => p.number === number));
  if (missing >= 0) return err('refunds.batch-refused', { payment: input.numbers[missing]!, why: 'refunds.payment-not-found', number: missing + 1 }, { numbers: 'refunds.batch-refused' });
  return requestRefundBatch(ctx, { title, reason, idempotencyKey, items: found.map((p) => ({ paymentId: p.id })) });
}

async function openPart(
  tx: Tx, ctx: Ctx, input: RequestBatchInput, item: RequestBatchInput['items'][number], batchId: string, index: number, deps: Pick<RefundDeps, 'gateway'>,
): Promise<Result<BatchPart, RefundFailure>> {
  const target = await lockTarget(tx, ctx, item.paymentId);
  if (!target.ok) return target;
  const amountMinor = item.amountMinor ?? target.value.leftMinor;
  if (amountMinor <= 0n) return err('refunds.too-much', { leftMinor: '0' });
  const capabilities = deps.gateway.capabilities(target.value.channel);
  const allowed = await checkAllowed(tx, ctx, target.value, amountMinor, capabilities);
  if (!allowed.ok) return allowed;
  const idempotencyKey = `${input.idempotencyKey}:${index}`.slice(-128);
  const opened = await openRefund(tx, ctx, target.value, { amountMinor, reason: input.reason, note: input.note ?? input.title, idempotencyKey, batchId }, capabilities);
  return opened.ok ? ok({ refundId: opened.value.refundId, paymentId: item.paymentId, refundNo: opened.value.refundNo, amountMinor }) : opened;
}

async function writeBatch(tx: Tx, ctx: Ctx, input: RequestBatchInput, batchId: string, parts: readonly BatchPart[]): Promise<RequestedBatch> {
  const { currency } = await tx.institution.findUniqueOrThrow({ where: { id: ctx.institutionId } });
  const operation = batchOperation(batchId, input.title, currency as 'CNY', parts);
  const { approvalId } = await requestApproval(tx, ctx, operation);
  const total = parts.reduce((sum, p) => sum + p.amountMinor, 0n);
  await tx.refund_batch.create({
    data: {
      id: batchId, institution_id: ctx.institutionId, title: input.title, count: parts.length, total_minor: total, currency, approval_id: approvalId,
      requested_by: actorName(ctx.actor), requested_at: toDate(ctx.clock.now()), idempotency_key: input.idempotencyKey,
    },
  });
  await tx.refund.updateMany({ where: { batch_id: batchId }, data: { approval_id: approvalId } });
  await audit(tx, ctx, {
    action: 'refund.request-batch', subjectKind: 'refund-batch', subjectId: batchId, outcome: 'done',
    after: { title: input.title, count: parts.length.toString(), amount: `${toDecimal(money(total, currency as 'CNY'))} ${currency}` },
  });
  return { batchId, approvalId, count: parts.length, totalMinor: total.toString() };
}
