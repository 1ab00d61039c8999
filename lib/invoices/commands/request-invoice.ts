import { audit } from '@/lib/audit';
import { newId } from '@/lib/kernel/ports';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { enqueue } from '@/lib/platform/jobs';
import { withTx } from '@/lib/platform/tx';
import { maskBuyer, sealBuyer } from '../buyer';
import { invoiceDeps, type InvoiceDeps } from '../deps';
import type { InvoiceFailure } from '../errors';
import { ISSUE_JOB } from '../job-name';
import type { RequestInvoice } from '../model';

/** A refused title may be put right, not tried for ever. */
const TRIES_MAX = 5;

/**
 * A payer asks for the invoice of a payment that brought money: for what was kept of it so far. Issued by a job; asked twice it is one. "Not yours"
 * looks like "not there".
 */
export async function requestInvoice(
  ctx: Ctx, input: RequestInvoice, { provider }: Pick<InvoiceDeps, 'provider'> = invoiceDeps(),
): Promise<Result<{ invoiceId: string }, InvoiceFailure>> {
  const { actor } = ctx;
  if (actor.kind !== 'payer') return err('invoices.not-found');
  if (!provider) return err('invoices.not-offered');
  if (input.buyer === 'company' && input.taxNo === '') return err('invoices.tax-number-needed');
  return withTx(ctx, async (tx) => {
    const [payment] = await tx.$queryRaw<{ currency: string; kept: bigint }[]>`
      SELECT currency, captured_minor - refunded_minor - refund_pending_minor AS kept FROM payment
      WHERE id = ${input.paymentId} AND payer_id = ${actor.payerId} AND status IN ('succeeded', 'reversed') FOR UPDATE`;
    if (!payment) return err('invoices.not-found');
    const key = { institution_id: ctx.institutionId, idempotency_key: input.idempotencyKey };
    const before = await tx.invoice.findFirst({ where: key });
    if (before) return before.payment_id === input.paymentId ? ok({ invoiceId: before.id }) : err('invoices.key-reused');
    const live = await tx.invoice.findFirst({ where: { payment_id: input.paymentId, kind: 'blue', status: { not: 'declined' } } });
    if (live) return ok({ invoiceId: live.id });
    if ((await tx.invoice.count({ where: { payment_id: input.paymentId, kind: 'blue' } })) >= TRIES_MAX) return err('invoices.too-often');
    if (payment.kept <= 0n) return err('invoices.nothing-left');
    const id = newId('invoice', ctx);
    await tx.invoice.create({
      data: {
        ...key, id, payment_id: input.paymentId, payer_id: actor.payerId, kind: 'blue', status: 'requested', amount_minor: payment.kept, currency: payment.currency,
        buyer_sealed: sealBuyer(id, input), buyer_masked: maskBuyer(input.title), provider: provider.name, tries: 0, requested_at: toDate(ctx.clock.now()),
      },
    });
    await audit(tx, ctx, { action: 'invoice.request', subjectKind: 'payment', subjectId: input.paymentId, outcome: 'done', after: { invoiceId: id, amountMinor: payment.kept.toString() } });
    await enqueue(tx, ISSUE_JOB, { institutionId: ctx.institutionId, invoiceId: id }, { key: `${ISSUE_JOB}:${id}` });
    return ok({ invoiceId: id });
  });
}
