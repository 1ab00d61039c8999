/** What a payer sees of the invoices of one payment; nothing about anybody else's can be asked here. */
import { money, toWire, type Currency } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { openBuyer } from './buyer';
import { invoiceDeps, type InvoiceDeps } from './deps';
import type { InvoiceState } from './machine';
import type { PaymentInvoices } from './model';

/** Null when this payer has no such payment, or it brought no money. */
export async function invoicesOfPayment(
  ctx: Ctx, paymentId: string, { provider }: Pick<InvoiceDeps, 'provider'> = invoiceDeps(),
): Promise<PaymentInvoices | null> {
  const { actor } = ctx;
  if (actor.kind !== 'payer') return null;
  return withTx(ctx, async (tx) => {
    const payment = await tx.payment.findFirst({ where: { id: paymentId, payer_id: actor.payerId, status: { in: ['succeeded', 'reversed'] } } });
    if (!payment) return null;
    const rows = await tx.invoice.findMany({ where: { payment_id: paymentId }, orderBy: [{ requested_at: 'asc' }, { kind: 'asc' }, { id: 'asc' }] });
    const kept = payment.captured_minor - payment.refunded_minor - payment.refund_pending_minor;
    const live = rows.some((row) => row.kind === 'blue' && row.status !== 'declined');
    return {
      offered: provider !== null && !live && kept > 0n,
      left: toWire(money(kept, payment.currency as Currency)),
      invoices: rows.map((row) => ({
        id: row.id, kind: row.kind === 'red' ? 'red' : 'blue', status: row.status as InvoiceState, amount: toWire(money(row.amount_minor, row.currency as Currency)),
        buyer: openBuyer(row.id, row.buyer_sealed).title, number: row.provider_number && `${row.provider_code ?? ''} ${row.provider_number}`.trim(),
        reason: row.reason, requestedAt: row.requested_at.toISOString(), issuedAt: row.issued_at?.toISOString() ?? null,
      })),
    };
  });
}

/** The document of an issued invoice of this payer, from the provider. `unavailable`: it is there, but cannot be fetched right now. */
export async function invoiceDocument(
  ctx: Ctx, invoiceId: string, { provider, net }: InvoiceDeps = invoiceDeps(),
): Promise<{ readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> } | 'unavailable' | null> {
  const { actor } = ctx;
  if (actor.kind !== 'payer') return null;
  const row = await withTx(ctx, (tx) => tx.invoice.findFirst({ where: { id: invoiceId, payer_id: actor.payerId, institution_id: ctx.institutionId, status: 'issued' } }));
  if (!row?.provider_number) return null;
  const bytes = provider && (await provider.document(net, invoiceId));
  return bytes ? { name: `invoice-${row.provider_number}.pdf`, bytes } : 'unavailable';
}
