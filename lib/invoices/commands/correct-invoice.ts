import type { InstitutionId } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { toDate } from '@/lib/kernel/time';
import { systemRandom } from '@/lib/platform/clock';
import { enqueue } from '@/lib/platform/jobs';
import { withTx } from '@/lib/platform/tx';
import { openBuyer, sealBuyer } from '../buyer';
import type { InvoiceDeps } from '../deps';
import { ISSUE_JOB } from '../job-name';

/** The provider has not said yet whether there is an invoice to correct: the event comes again. */
export class InvoiceStillIssuing extends Error {}

/**
 * Money of the payment went back: a red letter for as much as the invoice says more than was kept. Counted from the payment, not from the refund, so
 * that the same event twice, or refunds in any order, leave invoice minus red letters equal to the money kept.
 */
export async function correctInvoice(deps: Pick<InvoiceDeps, 'clock'>, institutionId: InstitutionId, paymentId: string): Promise<string | null> {
  return withTx({ institutionId }, async (tx) => {
    const [payment] = await tx.$queryRaw<{ kept: bigint }[]>`SELECT captured_minor - refunded_minor AS kept FROM payment WHERE id = ${paymentId} FOR UPDATE`;
    const blue = await tx.invoice.findFirst({ where: { payment_id: paymentId, kind: 'blue', status: { not: 'declined' } } });
    if (!payment || !blue) return null;
    const reds = await tx.invoice.findMany({ where: { corrects_id: blue.id, status: { not: 'declined' } }, select: { amount_minor: true } });
    const tooMuch = blue.amount_minor - reds.reduce((sum, red) => sum + red.amount_minor, 0n) - payment.kept;
    if (tooMuch <= 0n) return null;
    if (blue.status !== 'issued') throw new InvoiceStillIssuing(blue.id);
    const id = newId('invoice', { clock: deps.clock, random: systemRandom });
    await tx.invoice.create({
      data: {
        id, institution_id: institutionId, payment_id: paymentId, payer_id: blue.payer_id, kind: 'red', corrects_id: blue.id, status: 'requested',
        amount_minor: tooMuch, currency: blue.currency, buyer_sealed: sealBuyer(id, openBuyer(blue.id, blue.buyer_sealed)), buyer_masked: blue.buyer_masked,
        provider: blue.provider, tries: 0, idempotency_key: `red:${id}`, requested_at: toDate(deps.clock.now()),
      },
    });
    await enqueue(tx, ISSUE_JOB, { institutionId, invoiceId: id }, { key: `${ISSUE_JOB}:${id}` });
    return id;
  });
}
